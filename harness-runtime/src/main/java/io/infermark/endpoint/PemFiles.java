package io.infermark.endpoint;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys from PEM files, with an error for each way in which they can be wrong. */
final class PemFiles {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private PemFiles() {}

    /** All certificates of a file; at least one. */
    static List<X509Certificate> certificates(String file, String option) {
        String text = read(file, option);
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Matcher matcher = BLOCK.matcher(text);
            while (matcher.find()) {
                if (matcher.group(1).endsWith("CERTIFICATE")) {
                    Certificate certificate = factory.generateCertificate(
                            new ByteArrayInputStream(matcher.group().getBytes(StandardCharsets.US_ASCII)));
                    certificates.add((X509Certificate) certificate);
                }
            }
        } catch (CertificateException e) {
            throw EndpointException.configuration(
                    "TlsFileMalformed",
                    option + " " + file + " holds a certificate that cannot be read: " + e.getMessage());
        }
        if (certificates.isEmpty()) {
            throw EndpointException.configuration(
                    "TlsFileMalformed",
                    option + " " + file + " holds no certificate. It must be PEM: -----BEGIN CERTIFICATE-----.");
        }
        return certificates;
    }

    /** The private key of a file, which must belong to {@code certificate}. */
    static PrivateKey privateKey(String file, String option, X509Certificate certificate) {
        String text = read(file, option);
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            String kind = matcher.group(1);
            if (kind.equals("PRIVATE KEY")) {
                return decode(file, option, matcher.group(2), certificate);
            }
            if (kind.endsWith("PRIVATE KEY")) {
                throw EndpointException.configuration(
                        "TlsKeyFormat",
                        option + " " + file + " holds a key as \"" + kind
                                + "\". It must be unencrypted PKCS 8: openssl pkcs8 -topk8 -nocrypt -in key.pem -out key8.pem.");
            }
        }
        if (text.contains("Proc-Type: 4,ENCRYPTED")) {
            throw EndpointException.configuration(
                    "TlsKeyFormat",
                    option + " " + file
                            + " holds an encrypted key. It must be unencrypted PKCS 8: openssl pkcs8 -topk8 -nocrypt -in key.pem -out key8.pem.");
        }
        throw EndpointException.configuration(
                "TlsFileMalformed",
                option + " " + file + " holds no private key. It must be PEM: -----BEGIN PRIVATE KEY-----.");
    }

    private static PrivateKey decode(String file, String option, String base64, X509Certificate certificate) {
        PublicKey publicKey = certificate.getPublicKey();
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            PrivateKey key =
                    KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
            if (!belongs(key, publicKey)) {
                throw mismatch(file, option, publicKey);
            }
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw mismatch(file, option, publicKey);
        }
    }

    private static EndpointException mismatch(String file, String option, PublicKey publicKey) {
        return EndpointException.configuration(
                "TlsKeyMismatch",
                option + " " + file + " is not the " + publicKey.getAlgorithm()
                        + " key of the certificate. Name the certificate and its own key: cert.pem,key.pem.");
    }

    private static boolean belongs(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "DSA" -> "SHA256withDSA";
            default -> publicKey.getAlgorithm();
        };
        byte[] sample = {1, 2, 3};
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(sample);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(sample);
        return signature.verify(signed);
    }

    private static String read(String file, String option) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (IOException | InvalidPathException e) {
            throw EndpointException.configuration(
                    "TlsFileUnreadable",
                    option + " " + file + " cannot be read (" + e.getClass().getSimpleName()
                            + "). It must be a PEM file that this user may read.");
        }
    }
}
