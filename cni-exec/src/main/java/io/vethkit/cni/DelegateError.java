package io.vethkit.cni;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import org.jspecify.annotations.Nullable;

/** The error object of another plugin; a code of 0 is none. */
record DelegateError(int code, String msg, String details) {
    private static final int GO_INTERNAL = 999; // what every plain error of a Go plugin becomes

    /** Returns what {@code json} says as an error object, or null if it is none. */
    static @Nullable DelegateError find(JsonElement json) {
        if (!(json instanceof JsonObject object)) {
            return null;
        }
        Fields fields = Fields.of(object, "", ErrorCodes.DECODING_FAILURE);
        try {
            String msg = fields.text("msg");
            String details = fields.string("details");
            boolean isError = msg != null || fields.get("code") != null;
            return isError
                    ? new DelegateError(
                            code(fields), msg == null ? "" : msg, details == null ? "" : details)
                    : null;
        } catch (CniException e) {
            return null;
        }
    }

    private static int code(Fields fields) {
        Integer code = fields.integer("code", 0, Integer.MAX_VALUE);
        return code == null ? 0 : code;
    }

    /** Returns the failure it is to the caller of {@code plugin}. */
    CniException toException(String plugin) {
        boolean says = code != 0 && code != GO_INTERNAL;
        return new CniException(
                says ? code : ErrorCodes.DELEGATE_FAILED,
                plugin + ": " + (msg.isEmpty() ? "error without a message" : msg),
                details);
    }
}
