package io.vethkit.cni;

/** How much the log file gets, most first. */
public enum LogLevel {
    DEBUG("debug"),
    INFO("info"),
    WARN("warn"),
    ERROR("error");

    private static final LogLevel[] ALL = values();

    private final String text;

    LogLevel(String text) {
        this.text = text;
    }

    /** Returns the name as it stands in configurations and logs. */
    String text() {
        return text;
    }

    static LogLevel read(Fields fields) {
        String text = fields.string("pluginLogLevel");
        if (text == null) {
            return INFO;
        }
        for (LogLevel level : ALL) {
            if (level.name().equalsIgnoreCase(text)) {
                return level;
            }
        }
        throw fields.invalid("pluginLogLevel", "must be debug, info, warn or error");
    }
}
