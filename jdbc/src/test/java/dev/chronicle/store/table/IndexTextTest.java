package dev.chronicle.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class IndexTextTest {

    @Test
    void a_short_name_stands_for_itself() {
        assertThat(IndexText.of("order/o-1")).isEqualTo("order/o-1");
        assertThat(IndexText.of("")).isEmpty();
        assertThat(IndexText.of("x".repeat(255))).isEqualTo("x".repeat(255));
    }

    @Test
    void what_an_index_would_not_take_stands_as_its_hash() {
        assertThat(IndexText.of("\0"))
                .isEqualTo(
                        "sha256:6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        assertThat(IndexText.of("x".repeat(256))).startsWith("sha256:").hasSize(7 + 64);
    }

    @Test
    void different_names_have_different_texts() {
        String hashed = IndexText.of("\0");
        List<String> names = List.of("\0", hashed, "x".repeat(256), "x".repeat(257), "sha256:");
        assertThat(names.stream().map(IndexText::of)).doesNotHaveDuplicates();
    }
}
