package dev.chronicle.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {

    @Test
    void plain_text_is_left_alone() {
        assertThat(LogText.printable("550e8400-e29b-41d4")).isEqualTo("550e8400-e29b-41d4");
        assertThat(LogText.printable("Grüße 🚀")).isEqualTo("Grüße 🚀");
    }

    @Test
    void whatever_moves_the_cursor_or_hides_is_escaped() {
        assertThat(LogText.printable("a\nb\rc\td\u001b\u0085\u2028\u202e\u0000"))
                .isEqualTo("a\\u{a}b\\u{d}c\\u{9}d\\u{1b}\\u{85}\\u{2028}\\u{202e}\\u{0}");
    }

    @Test
    void long_text_is_cut_between_characters() {
        assertThat(LogText.printable("x".repeat(100))).hasSize(100);
        assertThat(LogText.printable("x".repeat(99) + "🚀🚀")).isEqualTo("x".repeat(99) + "🚀…");
    }
}
