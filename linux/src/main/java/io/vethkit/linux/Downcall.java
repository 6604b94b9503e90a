package io.vethkit.linux;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.NoSuchElementException;

/**
 * A function of libc, called with errno captured.
 *
 * <p>All functions share one method handle of one shape, because each further shape costs a
 * starting JVM several milliseconds: integers and addresses travel as {@code long}, the symbol is
 * passed per call, and arguments that a function does not take are ignored by the C ABI.
 */
final class Downcall {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final @Nullable MethodHandle PINNED = PinnedLinker.link();
    private static final @Nullable MethodHandle CALL = PINNED == null ? link() : null;

    private static final ThreadLocal<CallState> CALL_STATE =
            new ThreadLocal<>() {
                @Override
                protected CallState initialValue() {
                    return new CallState();
                }
            };

    private final String function;
    private @Nullable MemorySegment symbol;

    Downcall(String function) {
        this.function = function;
    }

    @SuppressWarnings("restricted")
    private static MethodHandle link() {
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        FunctionDescriptor shape = FunctionDescriptor.of(word, word, word, word, word, word, word);
        return LINKER.downcallHandle(shape, Linker.Option.captureCallState("errno"));
    }

    /** Tells whether this libc has the function. */
    boolean exists() {
        return symbol != null || LINKER.defaultLookup().find(function).isPresent();
    }

    int call() throws ErrnoException {
        return call(0, 0, 0, 0, 0, 0);
    }

    int call(long a) throws ErrnoException {
        return call(a, 0, 0, 0, 0, 0);
    }

    int call(long a, long b) throws ErrnoException {
        return call(a, b, 0, 0, 0, 0);
    }

    int call(long a, long b, long c) throws ErrnoException {
        return call(a, b, c, 0, 0, 0);
    }

    /** Returns what the function returns, except -1, which it throws as errno. */
    int call(long a, long b, long c, long d, long e, long f) throws ErrnoException {
        CallState state = CALL_STATE.get();
        int result = invoke(state, a, b, c, d, e, f);
        if (result == -1) {
            throw new ErrnoException(function, state.errno());
        }
        return result;
    }

    /** As {@link #call(long, long, long, long, long, long)}, again while a signal interrupts it. */
    int callUninterrupted(long a, long b, long c, long d, long e, long f) throws ErrnoException {
        CallState state = CALL_STATE.get();
        int result;
        do {
            result = invoke(state, a, b, c, d, e, f);
        } while (result == -1 && state.errno() == Errno.EINTR.number());
        if (result == -1) {
            throw new ErrnoException(function, state.errno());
        }
        return result;
    }

    private int invoke(CallState state, long a, long b, long c, long d, long e, long f) {
        MethodHandle pinned = PINNED;
        MethodHandle call = CALL;
        try {
            if (pinned != null) {
                long errno = state.address;
                return (int) (long) pinned.invokeExact(address(), errno, a, b, c, d, e, f);
            }
            if (call != null) {
                return (int) (long) call.invokeExact(symbol(), state.segment, a, b, c, d, e, f);
            }
            throw new AssertionError("linked in neither way");
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new AssertionError(function + " threw a checked exception", failure);
        }
    }

    private long address() {
        return symbol().address();
    }

    private MemorySegment symbol() {
        MemorySegment found = symbol;
        if (found == null) {
            found = LINKER.defaultLookup().find(function).orElse(null);
            if (found == null) {
                throw new NoSuchElementException("this C library has no function " + function);
            }
            symbol = found;
        }
        return found;
    }

    /** Where the linker stores errno: memory of one thread. */
    private static final class CallState {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
        final MemorySegment segment = MemorySegment.ofBuffer(buffer);
        final long address = segment.address();

        int errno() {
            return buffer.getInt(0);
        }
    }
}
