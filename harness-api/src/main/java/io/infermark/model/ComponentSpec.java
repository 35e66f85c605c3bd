package io.infermark.model;

/**
 * A runtime component; the members mean what {@link io.infermark.api.Component} says.
 *
 * @param name empty: there is none
 */
public record ComponentSpec(String name, String version) {
    /** No component. */
    public static final ComponentSpec NONE = new ComponentSpec("", "");

    /** Whether anything is stated. */
    public boolean stated() {
        return !name.isEmpty() || !version.isEmpty();
    }
}
