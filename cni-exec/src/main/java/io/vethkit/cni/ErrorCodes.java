package io.vethkit.cni;

/** The error codes of the CNI specification, and those of this plugin (100 and above). */
public final class ErrorCodes {
    /** The configuration's version is not supported, or does not know the verb. */
    public static final int INCOMPATIBLE_VERSION = 1;

    /** A field of the configuration, or its value, is not supported. */
    public static final int UNSUPPORTED_FIELD = 2;

    /** An environment variable is missing or malformed. */
    public static final int INVALID_ENVIRONMENT = 4;

    /** Reading, writing or a system call failed. */
    public static final int IO_FAILURE = 5;

    /** Something that should be JSON of a given shape is not. */
    public static final int DECODING_FAILURE = 6;

    /** A value of the network configuration is wrong. */
    public static final int INVALID_CONFIG = 7;

    /** The same call may succeed later. */
    public static final int TRY_AGAIN_LATER = 11;

    /** STATUS: ADD cannot be served now. */
    public static final int NOT_AVAILABLE = 50;

    /** A plugin we delegate to failed without a code of its own. */
    public static final int DELEGATE_FAILED = 100;

    /** CHECK: the kernel is not as ADD left it. */
    public static final int CHECK_FAILED = 101;

    /** A fault of this plugin. */
    public static final int INTERNAL = 199;

    private ErrorCodes() {}
}
