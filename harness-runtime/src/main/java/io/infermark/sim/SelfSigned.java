package io.infermark.sim;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/**
 * A self-signed certificate, made anew at each start, for {@code localhost}, {@code 127.0.0.1} and a host. The JDK can make none by its public interface, and its
 * keytool is not in every runtime image, so the few DER structures are written here (RFC 5280).
 */
record SelfSigned(PrivateKey key, X509Certificate certificate) {
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final byte[] ECDSA_SHA256 =
            der(SEQUENCE, new byte[] {0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02});
    private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};
    private static final byte[] ALTERNATIVE_NAMES = {0x06, 0x03, 0x55, 0x1d, 0x11};
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    /** Makes one, valid from an hour ago for thirty days. */
    static SelfSigned forHost(String host) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] body = body(pair, host);
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(body);
            byte[] signed = der(SEQUENCE, body, ECDSA_SHA256, bits(signature.sign()));
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
            return new SelfSigned(pair.getPrivate(), certificate);
        } catch (GeneralSecurityException | IOException failed) {
            throw new SimException("SimTls", "no self-signed certificate could be made: " + failed, failed);
        }
    }

    private static byte[] body(KeyPair pair, String host) throws IOException {
        byte[] name = der(
                SEQUENCE,
                der(SET, der(SEQUENCE, COMMON_NAME, der(0x0c, "infermark-sim".getBytes(StandardCharsets.US_ASCII)))));
        Instant now = Instant.now();
        byte[] validity = der(SEQUENCE, time(now.minusSeconds(3600)), time(now.plusSeconds(30L * 24 * 3600)));
        byte[] names = der(
                SEQUENCE,
                der(0x82, "localhost".getBytes(StandardCharsets.US_ASCII)),
                der(0x87, new byte[] {127, 0, 0, 1}),
                der(0x87, InetAddress.getByName(host).getAddress()));
        byte[] extensions = der(0xa3, der(SEQUENCE, der(SEQUENCE, ALTERNATIVE_NAMES, der(0x04, names))));
        return der(
                SEQUENCE,
                der(0xa0, der(0x02, new byte[] {2})),
                der(0x02, new BigInteger(100, new SecureRandom()).toByteArray()),
                ECDSA_SHA256,
                name,
                validity,
                name,
                pair.getPublic().getEncoded(),
                extensions);
    }

    private static byte[] time(Instant at) {
        return der(0x18, TIME.format(at).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] bits(byte[] content) {
        return der(0x03, new byte[] {0}, content);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length >= 128) {
            int octets = length >= 256 ? 2 : 1;
            out.write(0x80 | octets);
            if (octets == 2) {
                out.write(length >>> 8);
            }
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    /** Writes the certificate, not the key, as PEM. */
    void writeTo(Path file) {
        try {
            String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
            Files.writeString(file, "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
        } catch (GeneralSecurityException | IOException failed) {
            throw new SimException(
                    "SimTls",
                    "the certificate cannot be written to " + file + ": " + failed + ". Check the folder.",
                    failed);
        }
    }
}
