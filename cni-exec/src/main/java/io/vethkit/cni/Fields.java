package io.vethkit.cni;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The members of a JSON object, read with errors that name the member, its value and the rule.
 *
 * <p>Names match without regard to case when there is no exact match, as in Go's decoder, for which
 * all runtimes are written. A member that is null counts as absent.
 */
final class Fields {
    private final JsonObject object;
    private final String prefix;
    private final int code;

    private Fields(JsonObject object, String prefix, int code) {
        this.object = object;
        this.prefix = prefix;
        this.code = code;
    }

    /** Reads a network configuration; what is wrong in it is code 7. */
    static Fields ofConfig(JsonObject config) {
        return new Fields(config, "", ErrorCodes.INVALID_CONFIG);
    }

    /** Reads an object at {@code path}; what is wrong in it is {@code code}. */
    static Fields of(JsonObject object, String path, int code) {
        return new Fields(object, path.isEmpty() ? "" : path + ".", code);
    }

    JsonObject object() {
        return object;
    }

    /** Tells whether the member is there, be it null. */
    boolean has(String name) {
        return find(name) != null;
    }

    /** Returns the member, or null if it is absent or JSON's null. */
    @Nullable JsonElement get(String name) {
        JsonElement value = find(name);
        return value == null || value.isJsonNull() ? null : value;
    }

    private @Nullable JsonElement find(String name) {
        JsonElement exact = object.get(name);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<String, JsonElement> member : object.entrySet()) {
            if (member.getKey().equalsIgnoreCase(name)) {
                return member.getValue();
            }
        }
        return null;
    }

    /** Refuses members of other names: misspelt, an option would silently be another. */
    void requireKnown(String... names) {
        for (String name : object.keySet()) {
            if (!isOneOf(name, names)) {
                throw new CniException(
                        code, prefix + name + " is unknown: it must be one of " + list(names), "");
            }
        }
    }

    private static boolean isOneOf(String name, String... names) {
        for (String known : names) {
            if (known.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static String list(String... names) {
        StringBuilder list = new StringBuilder();
        for (String name : names) {
            list.append(list.isEmpty() ? "" : ", ").append(name);
        }
        return list.toString();
    }

    /** Returns a string member, or null. */
    @Nullable String string(String name) {
        JsonElement value = get(name);
        return value == null ? null : string(name, value);
    }

    /** Returns a string member; absent and empty are the same, null. */
    @Nullable String text(String name) {
        String value = string(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private String string(String name, JsonElement value) {
        if (value instanceof JsonPrimitive primitive && primitive.isString()) {
            return primitive.getAsString();
        }
        throw invalid(name, value, "must be a string");
    }

    /** Returns a boolean member, given as such or as a string. */
    boolean flag(String name, boolean whenAbsent) {
        JsonElement value = get(name);
        if (value == null) {
            return whenAbsent;
        }
        String text = scalar(value);
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw invalid(name, value, "must be true or false");
    }

    /** Returns a whole number of {@code least} to {@code most}, given as such or as a string. */
    @Nullable Long number(String name, long least, long most) {
        JsonElement value = get(name);
        if (value == null) {
            return null;
        }
        String text = scalar(value);
        try {
            long number = Long.parseLong(text);
            if (text.charAt(0) != '+' && number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // one message for all that is not such a number
        }
        throw invalid(name, value, "must be a whole number from " + least + " to " + most);
    }

    /** Like {@link #number} for what fits an int. */
    @Nullable Integer integer(String name, int least, int most) {
        Long value = number(name, least, most);
        return value == null ? null : (Integer) value.intValue();
    }

    /** Returns the text of a string, number or boolean member, or null. */
    @Nullable String scalar(String name) {
        JsonElement value = get(name);
        return value == null ? null : scalar(value);
    }

    private static String scalar(JsonElement value) {
        return value instanceof JsonPrimitive primitive ? primitive.getAsString() : "";
    }

    /** Returns an object member, or null. */
    @Nullable Fields fields(String name) {
        JsonElement value = get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonObject member) {
            return new Fields(member, prefix + name + ".", code);
        }
        throw invalid(name, value, "must be an object");
    }

    /** Returns a member that is a list; absent means empty. */
    JsonArray array(String name) {
        JsonElement value = get(name);
        if (value == null) {
            return new JsonArray(0);
        }
        if (value instanceof JsonArray array) {
            return array;
        }
        throw invalid(name, value, "must be a list");
    }

    /** Returns a member that is a list of objects; absent means empty. */
    List<Fields> list(String name) {
        return objects(name, array(name));
    }

    /** Returns {@code array}, which is found under {@code name}, as objects. */
    List<Fields> objects(String name, JsonArray array) {
        List<Fields> list = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            String path = name + "[" + i + "]";
            if (!(array.get(i) instanceof JsonObject element)) {
                throw invalid(path, array.get(i), "must be an object");
            }
            list.add(new Fields(element, prefix + path + ".", code));
        }
        return list;
    }

    /** Returns a member that is a list of strings; absent means empty. */
    List<String> strings(String name) {
        JsonArray array = array(name);
        List<String> list = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            list.add(string(name + "[" + i + "]", array.get(i)));
        }
        return list;
    }

    /** The error for a member that has to be there. */
    CniException missing(String name, String rule) {
        return new CniException(code, prefix + name + " is missing: " + rule, "");
    }

    /** The error for the value of a member. */
    CniException invalid(String name, String rule) {
        JsonElement value = find(name);
        return value == null ? missing(name, "it " + rule) : invalid(name, value, rule);
    }

    /** The error for a value found at {@code name}. */
    CniException invalid(String name, JsonElement value, String rule) {
        return new CniException(code, sentence(name, value.toString(), rule), "");
    }

    /** The error for a text found at {@code name}. */
    CniException invalidText(String name, String value, String rule) {
        return new CniException(code, sentence(name, '"' + value + '"', rule), "");
    }

    /** The error for a text found at {@code name} that this version of the plugin cannot serve. */
    CniException unsupportedText(String name, String value, String rule) {
        return CniException.unsupportedField(sentence(name, '"' + value + '"', rule));
    }

    private String sentence(String name, String value, String rule) {
        return prefix + name + " is " + Text.shown(value) + ": it " + rule;
    }
}
