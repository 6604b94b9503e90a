package io.vethkit.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/** Says what went wrong in a line; a stack trace is for what should not happen. */
final class PlainErrors implements IExecutionExceptionHandler, IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("vethkit: " + failure.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(failure, err)) {
            err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult arguments) throws Exception {
        if (!(failure instanceof IOException) && !(failure instanceof UncheckedIOException)) {
            throw failure;
        }
        PrintWriter err = command.getErr();
        err.println("vethkit: " + describe(failure));
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    /** Exceptions of java.nio say the file alone, and their class what is the matter with it. */
    private static String describe(Exception failure) {
        String message = failure.getMessage();
        String name = failure.getClass().getSimpleName();
        if (message == null) {
            return name;
        }
        return failure.getClass().getPackageName().startsWith("java.nio")
                ? message + " (" + name + ")"
                : message;
    }
}
