package io.vethkit.cni;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;

import java.io.IOException;
import java.io.StringReader;

/** Strict JSON text to Gson's tree; Gson's own default reads much that is not JSON. */
final class Json {
    /** Text that is not one JSON value. */
    static final class NotJsonException extends Exception {
        private static final long serialVersionUID = 1;

        NotJsonException(String message) {
            super(message);
        }
    }

    /** Returns the one value of {@code text}. */
    static JsonElement parse(String text) throws NotJsonException {
        try {
            JsonReader reader = new JsonReader(new StringReader(text));
            reader.setStrictness(Strictness.STRICT);
            if (reader.peek() == JsonToken.END_DOCUMENT) {
                throw new NotJsonException("it is empty");
            }
            JsonElement value = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new NotJsonException("something follows the first value");
            }
            return value;
        } catch (java.io.EOFException e) {
            throw new NotJsonException("it is empty");
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw new NotJsonException(reason(e));
        }
    }

    // Gson's messages may name an exception, advise programmers, and end with a web address on a
    // line of its own.
    private static String reason(Exception e) {
        String message = e.getMessage();
        if (message == null) {
            return "it is malformed";
        }
        int newline = message.indexOf('\n');
        String line = newline < 0 ? message : message.substring(0, newline);
        int type = line.indexOf("Exception: ");
        String text = type < 0 ? line : line.substring(type + "Exception: ".length());
        int place = text.indexOf(" at line ");
        boolean advice = text.startsWith("Use JsonReader") && place > 0;
        return Text.shown(advice ? "it is malformed" + text.substring(place) : text);
    }

    private Json() {}
}
