package io.vethkit.cni;

import com.google.gson.JsonObject;

import java.util.List;

/** A failure in the words of the CNI protocol; becomes the error object a runtime reads. */
public final class CniException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String details;

    /** Makes a failure with one of {@link ErrorCodes}; {@code details} may be empty. */
    public CniException(int code, String msg, String details) {
        super(msg);
        if (code <= 0) {
            throw new IllegalArgumentException("error code " + code + ": must be positive");
        }
        this.code = code;
        this.details = details;
    }

    /** The configuration's version is not served, or does not know the verb: code 1. */
    public static CniException incompatibleVersion(String msg, String details) {
        return new CniException(ErrorCodes.INCOMPATIBLE_VERSION, msg, details);
    }

    /** A field or value that exists elsewhere but not here: code 2. The text names both. */
    public static CniException unsupportedField(String msg) {
        return new CniException(ErrorCodes.UNSUPPORTED_FIELD, msg, "");
    }

    /** A missing or malformed environment variable: code 4. The text names it. */
    public static CniException invalidEnvironment(String msg) {
        return new CniException(ErrorCodes.INVALID_ENVIRONMENT, msg, "");
    }

    /** A failed read, write or system call: code 5. */
    public static CniException ioFailure(String msg, String details) {
        return new CniException(ErrorCodes.IO_FAILURE, msg, details);
    }

    /** Content that is not JSON, or JSON of the wrong shape: code 6. */
    public static CniException decodingFailure(String msg, String details) {
        return new CniException(ErrorCodes.DECODING_FAILURE, msg, details);
    }

    /** A wrong value in the network configuration: code 7. The text names field, value, rule. */
    public static CniException invalidConfig(String msg) {
        return new CniException(ErrorCodes.INVALID_CONFIG, msg, "");
    }

    /** Something that may work later: code 11. */
    public static CniException tryAgainLater(String msg) {
        return new CniException(ErrorCodes.TRY_AGAIN_LATER, msg, "");
    }

    /** STATUS cannot promise ADD: code 50. */
    public static CniException notAvailable(String msg) {
        return new CniException(ErrorCodes.NOT_AVAILABLE, msg, "");
    }

    /** A delegate failed and gave no code: code 100. */
    public static CniException delegateFailed(String msg, String details) {
        return new CniException(ErrorCodes.DELEGATE_FAILED, msg, details);
    }

    /** CHECK found a difference: code 101. The text names the object. */
    public static CniException checkFailed(String msg, String details) {
        return new CniException(ErrorCodes.CHECK_FAILED, msg, details);
    }

    /** Throws {@link #checkFailed} of the first finding, if any, with all in the details. */
    static void requireNoFindings(List<String> findings) {
        if (!findings.isEmpty()) {
            throw checkFailed(findings.get(0), String.join("; ", findings));
        }
    }

    /** A fault of ours: code 199. */
    public static CniException internal(String msg) {
        return new CniException(ErrorCodes.INTERNAL, msg, "");
    }

    /** One of {@link ErrorCodes}, or a delegate's own. */
    public int code() {
        return code;
    }

    /**
     * Tells whether this is {@link #incompatibleVersion}. A delegate that says so gave no address,
     * and cannot take one back.
     */
    boolean isIncompatibleVersion() {
        return code == ErrorCodes.INCOMPATIBLE_VERSION;
    }

    /** What went wrong, in one sentence. */
    public String msg() {
        String msg = getMessage();
        return msg == null ? "" : msg;
    }

    /** More words for a person, or nothing. */
    public String details() {
        return details;
    }

    /** The error object a runtime expects on stdout. */
    public JsonObject toJson(CniVersion version) {
        JsonObject error = new JsonObject();
        error.addProperty("cniVersion", version.text());
        error.addProperty("code", code);
        error.addProperty("msg", msg());
        if (!details.isEmpty()) {
            error.addProperty("details", details);
        }
        return error;
    }
}
