package dev.chronicle.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;

/**
 * The certificate by which a node shows that it knows the cluster's secret: a key pair that is made
 * anew whenever a node starts, and a self-signed X.509 certificate whose common name is the HMAC of
 * the public key by a key that comes from the secret. So the key of a node proves the secret
 * without telling it, and a certificate that was seen is of no use without its private key.
 */
record NodeCertificate(KeyPair keys, X509Certificate certificate) {

    private static final byte[] ECDSA_WITH_SHA256 =
            HexFormat.of().parseHex("300a06082a8648ce3d040302");
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
    private static final String FROM = "20200101000000Z";
    private static final String UNTIL = "99991231235959Z";
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int UTF8_STRING = 0x0c;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int VERSION_TAG = 0xa0;

    static NodeCertificate make(ClusterSecret secret) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        byte[] publicKey = keys.getPublic().getEncoded();
        byte[] name = name(secret.vouchFor(publicKey));
        byte[] body =
                der(
                        SEQUENCE,
                        der(VERSION_TAG, der(INTEGER, new byte[] {2})),
                        der(INTEGER, BigInteger.ONE.toByteArray()),
                        ECDSA_WITH_SHA256,
                        name,
                        der(
                                SEQUENCE,
                                der(GENERALIZED_TIME, ascii(FROM)),
                                der(GENERALIZED_TIME, ascii(UNTIL))),
                        name,
                        publicKey);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(body);
        byte[] signed =
                der(
                        SEQUENCE,
                        body,
                        ECDSA_WITH_SHA256,
                        der(BIT_STRING, new byte[] {0}, signature.sign()));
        return new NodeCertificate(
                keys,
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(signed)));
    }

    /**
     * Refuses a certificate whose maker does not know the secret.
     *
     * @throws CertificateException if it does not vouch for its key
     */
    static void check(X509Certificate certificate, ClusterSecret secret)
            throws CertificateException {
        byte[] expected = name(secret.vouchFor(certificate.getPublicKey().getEncoded()));
        byte[] given = certificate.getSubjectX500Principal().getEncoded();
        if (!MessageDigest.isEqual(expected, given)) {
            throw new CertificateException("the other node does not know the cluster's secret");
        }
    }

    private static byte[] name(byte[] voucher) {
        byte[] text = ascii(HexFormat.of().formatHex(voucher));
        return der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, text))));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int size = content.size();
        if (size < 0x80) {
            out.write(size);
        } else if (size < 0x100) {
            out.write(0x81);
            out.write(size);
        } else {
            out.write(0x82);
            out.write(size >>> 8);
            out.write(size);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
