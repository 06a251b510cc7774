package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.security.cert.CertificateException;

class NodeCertificateTest {

    private static final ClusterSecret SECRET = ClusterSecret.of("a secret of the tests");

    @Test
    void a_certificate_of_the_same_secret_is_taken() throws Exception {
        NodeCertificate made = NodeCertificate.make(ClusterSecret.of(" a secret of the tests\n"));

        assertThatCode(() -> NodeCertificate.check(made.certificate(), SECRET))
                .doesNotThrowAnyException();
        assertThatCode(() -> made.certificate().verify(made.keys().getPublic()))
                .doesNotThrowAnyException();
    }

    @Test
    void a_certificate_of_another_secret_is_refused() throws Exception {
        NodeCertificate made = NodeCertificate.make(ClusterSecret.of("another secret of theirs"));

        assertThatThrownBy(() -> NodeCertificate.check(made.certificate(), SECRET))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void the_voucher_of_one_key_does_not_fit_another() throws Exception {
        NodeCertificate one = NodeCertificate.make(SECRET);
        NodeCertificate two = NodeCertificate.make(SECRET);

        assertThat(one.certificate().getSubjectX500Principal())
                .isNotEqualTo(two.certificate().getSubjectX500Principal());
    }

    @Test
    void a_short_secret_is_refused_and_none_is_printed() {
        assertThatThrownBy(() -> ClusterSecret.of("   too short   "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("too short");
        assertThat(SECRET.toString()).doesNotContain("tests");
    }
}
