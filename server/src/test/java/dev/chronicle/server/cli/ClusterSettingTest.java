package dev.chronicle.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.cluster.Member;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

class ClusterSettingTest {

    private static final String THREE = "a=127.0.0.1:7801,b=127.0.0.1:7802,c=127.0.0.1:7803";
    private static final StoreLocation DIRECTORY = StoreLocation.parse("data");
    private static final StoreLocation POSTGRES =
            StoreLocation.parse("postgresql://u:p@localhost:5432/db");

    @TempDir Path directory;

    private static ClusterFlags flags(String cluster, String node) {
        ClusterFlags flags = new ClusterFlags();
        flags.cluster = Optional.of(cluster);
        flags.node = Optional.of(node);
        return flags;
    }

    private static ClusterSetting of(ClusterFlags flags, Map<String, String> environment)
            throws Settings.InvalidException {
        return ClusterSetting.of(flags, environment, DIRECTORY).orElseThrow();
    }

    @Test
    void without_a_cluster_there_is_none() throws Exception {
        assertThat(ClusterSetting.of(new ClusterFlags(), Map.of(), DIRECTORY)).isEmpty();
    }

    @Test
    void a_node_listens_where_the_cluster_says() throws Exception {
        ClusterSetting setting = of(flags(THREE, "b"), Map.of());

        assertThat(setting.self()).isEqualTo(new Member("b"));
        assertThat(setting.nodes().keySet())
                .containsExactly(new Member("a"), new Member("b"), new Member("c"));
        assertThat(setting.bind().getPort()).isEqualTo(7802);
        assertThat(setting.directory()).isEqualTo(Path.of("cluster-b").toAbsolutePath());
        assertThat(setting.secret()).isEmpty();
        assertThat(setting.addresses()).isPresent();
    }

    @Test
    void variables_say_what_flags_do_not() throws Exception {
        ClusterSetting setting =
                of(
                        new ClusterFlags(),
                        Map.of(
                                "CHRONICLE_CLUSTER", THREE,
                                "CHRONICLE_NODE", "a",
                                "CHRONICLE_CLUSTER_DATA", "/x",
                                "CHRONICLE_CLUSTER_SECRET", "sixteen bytes or more"));

        assertThat(setting.self().name()).isEqualTo("a");
        assertThat(setting.directory()).isEqualTo(Path.of("/x"));
        assertThat(setting.secret()).isPresent();
        assertThat(setting.toString()).doesNotContain("sixteen");
    }

    @Test
    void nodes_without_addresses_find_each_other_through_postgresql() throws Exception {
        ClusterFlags flags = flags("a,b,c", "a");
        flags.address = Optional.of("localhost:7900");

        ClusterSetting setting = ClusterSetting.of(flags, Map.of(), POSTGRES).orElseThrow();

        assertThat(setting.addresses()).isEmpty();
        assertThat(setting.bind().getPort()).isEqualTo(7900);
        assertThatThrownBy(() -> ClusterSetting.of(flags, Map.of(), DIRECTORY))
                .isInstanceOf(Settings.InvalidException.class)
                .hasMessageContaining("--cluster")
                .hasMessageContaining("PostgreSQL");
    }

    @Test
    void beyond_the_loopback_address_a_secret_is_needed() throws Exception {
        ClusterFlags flags = flags("a=192.0.2.1:7800,b=192.0.2.2:7800", "a");
        assertThatThrownBy(() -> of(flags, Map.of()))
                .isInstanceOf(Settings.InvalidException.class)
                .hasMessageContaining("secret");

        Path file = Files.writeString(directory.resolve("secret"), "sixteen bytes or more\n");
        flags.secretFile = Optional.of(file.toString());
        assertThat(of(flags, Map.of()).secret()).isPresent();
    }

    @Test
    void a_short_secret_and_a_file_that_is_not_there_are_refused() throws Exception {
        ClusterFlags flags = flags(THREE, "a");
        assertThatThrownBy(() -> of(flags, Map.of("CHRONICLE_CLUSTER_SECRET", "hunter2")))
                .isInstanceOf(Settings.InvalidException.class)
                .hasMessageContaining("16 bytes")
                .hasMessageNotContaining("hunter2");
        flags.secretFile = Optional.of(directory.resolve("none").toString());
        assertThatThrownBy(() -> of(flags, Map.of()))
                .isInstanceOf(Settings.InvalidException.class)
                .hasMessageContaining("--cluster-secret-file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a=127.0.0.1:1,b=127.0.0.1:2 | c | one of the nodes
                    a=127.0.0.1:1,a=127.0.0.1:2 | a | twice
                    a=127.0.0.1:1,b             | a | PostgreSQL
                    a=127.0.0.1                 | a | host:port
                    a=127.0.0.1:0               | a | number
                    a=127.0.0.1:65500           | a | number
                    a b=127.0.0.1:7             | a | name
                    a=127.0.0.1:1               | '' | --cluster needs a --node
                    """)
    void what_makes_no_sense_is_refused(String cluster, String node, String reason) {
        assertThatThrownBy(() -> of(flags(cluster, node), Map.of()))
                .isInstanceOf(Settings.InvalidException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_node_without_a_cluster_is_refused() {
        ClusterFlags flags = new ClusterFlags();
        flags.node = Optional.of("a");

        assertThatThrownBy(() -> ClusterSetting.of(flags, Map.of(), DIRECTORY))
                .isInstanceOf(Settings.InvalidException.class)
                .hasMessageContaining("--node");
    }
}
