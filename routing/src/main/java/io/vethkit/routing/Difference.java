package io.vethkit.routing;

/**
 * Something that is not as described.
 *
 * @param object what it is about
 * @param text the finding, such as {@code route 10.0.1.7/32 dev eni0 is missing}
 */
public record Difference(Desired object, String text) {
    static Difference missing(Desired object) {
        return new Difference(object, object + " is missing");
    }

    static Difference unlike(Desired object, String field, Object actual, Object wanted) {
        return new Difference(
                object, object + " has " + field + " " + actual + " instead of " + wanted);
    }

    /** Returns what a person would type to put it right. */
    public String command() {
        boolean isThere = !text.equals(missing(object).text);
        return isThere && object instanceof DesiredLink link
                ? link.settingCommand()
                : object.command();
    }

    /** Returns the finding. */
    @Override
    public String toString() {
        return text;
    }
}
