package io.infermark.api;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How requests reach a server. The same options exist on the command line and in configuration files, under the same names. */
@Documented
@Target({})
@Retention(RetentionPolicy.RUNTIME)
public @interface EndpointOptions {
    /** URLs of running servers, used round robin and recorded per request; empty: the started server. */
    String[] urls() default {};

    /** Which of the two request forms is used. */
    Protocol protocol() default Protocol.COMPLETIONS;

    /** Path before {@code /completions} and {@code /models}. */
    String basePath() default "/v1";

    /** Where the API key is: {@code env:NAME} or {@code file:/path}; empty: none. The key itself is never written here, printed or recorded. */
    String apiKey() default "";

    /** Further headers, {@code Name: value}; a value {@code env:NAME} or {@code file:/path} is read as a secret. */
    String[] headers() default {};

    /** Further body fields, {@code name=JSON value}. */
    String[] body() default {};

    /** Body fields that the harness would send and this server refuses. */
    String[] removeBody() default {};

    /** PEM file with the certificate authorities to trust for https; empty: the JVM's. */
    String caCertificate() default "";

    /** PEM files of a client certificate and its key: {@code cert.pem,key.pem}; empty: none. */
    String clientCertificate() default "";
}
