package io.vethkit.cni;

/** How much the log file gets, most first. */
public enum LogLevel {
    DEBUG,
    INFO,
    WARN,
    ERROR;

    private static final LogLevel[] ALL = values();

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
