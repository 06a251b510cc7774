package dev.chronicle.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

class WebPageTest {

    private static String page(String name) {
        return new String(Resource.bytes(name), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs.html", "landing.html"})
    void a_page_needs_nothing_from_elsewhere(String name) {
        assertThat(page(name).replace("http://localhost:8080", ""))
                .doesNotContain("http:", "https:", "\"//", " src=", "@import")
                .doesNotContainPattern("\\burl\\(");
    }

    /** Otherwise the browser would refuse to run or to apply it. */
    @ParameterizedTest
    @ValueSource(strings = {"docs.html", "landing.html"})
    void a_page_has_scripts_and_styles_that_its_policy_knows(String name) {
        String page = page(name);
        assertThat(page).containsOnlyOnce("<script").containsOnlyOnce("<style");
        assertThat(page).doesNotContainPattern("<[^>]+ (style|on[a-z]+)=");
        assertThat(WebPage.policy(page))
                .startsWith("default-src 'none'; script-src 'sha256-")
                .contains("; style-src 'sha256-")
                .doesNotContain("unsafe");
    }

    @Test
    void the_policy_has_the_hash_of_each_script() {
        assertThat(WebPage.policy("<script>alert(1)</script><style></style><script>a\n</script>"))
                .contains(
                        "script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
                                + " 'sha256-");
        assertThat(WebPage.policy("<p>none</p>")).contains("script-src 'none'; style-src 'none'");
    }
}
