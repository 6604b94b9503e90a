package io.vethkit.linux;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * What the {@link java.lang.foreign.Linker} of JDK 25 on x86-64 is made of, used without it: the
 * same stub and the same transition into native code, without the four adapters and three generated
 * classes around them, which take a starting JVM 6 ms.
 *
 * <p>For a program that brings the very runtime it was tried in: {@code
 * -Dio.vethkit.linux.pinned=VERSION}, the {@code java.runtime.version} of that runtime, and {@code
 * --add-exports} of {@code jdk.internal.access}, {@code jdk.internal.foreign.abi} and {@code
 * jdk.internal.foreign.abi.x64} of java.base. Anywhere else {@link #link} finds nothing, and the
 * Linker is used.
 */
final class PinnedLinker {
    private static final String ABI = "jdk.internal.foreign.abi.";
    private static final byte INTEGER = 0; // X86_64Architecture.StorageType
    private static final byte VECTOR = 1;
    private static final short REG64_MASK = 0b1111;
    private static final short XMM_MASK = 1;
    private static final int ERRNO = 1 << 2; // CapturableState
    private static final int STACK_ALIGNMENT = 16;

    // numbers of registers, as instructions have them
    private static final int RAX = 0;
    private static final int RDX = 2;
    private static final int R10 = 10;
    private static final int R11 = 11;
    private static final int[] ARGUMENTS = {7, 6, RDX, 1, 8, 9}; // rdi, rsi, rdx, rcx, r8, r9

    private final Class<?> storage = Class.forName(ABI + "VMStorage");
    private final Class<?> storages = storage.arrayType();
    private final Constructor<?> newStorage =
            storage.getConstructor(byte.class, short.class, int.class);

    private PinnedLinker() throws ReflectiveOperationException {}

    /**
     * Returns a handle that calls a function: its address, where errno goes, and six arguments in;
     * the result out, all of them {@code long}. Null if this is not the runtime for it.
     */
    static @Nullable MethodHandle link() {
        String runtime = System.getProperty("java.runtime.version");
        if (!runtime.equals(System.getProperty("io.vethkit.linux.pinned"))
                || !runtime.startsWith("25.")
                || !"amd64".equals(System.getProperty("os.arch"))) {
            return null;
        }
        try {
            return new PinnedLinker().handle();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null; // not exported: the public way is slower and does the same
        }
    }

    private MethodHandle handle() throws ReflectiveOperationException {
        Object abi = abi();
        Class<?> descriptor = abi.getClass();
        Object arguments = Array.newInstance(storage, 2 + ARGUMENTS.length);
        Array.set(arguments, 0, descriptor.getMethod("targetAddrStorage").invoke(abi));
        Array.set(arguments, 1, descriptor.getMethod("capturedStateStorage").invoke(abi));
        for (int i = 0; i < ARGUMENTS.length; i++) {
            Array.set(arguments, 2 + i, integer(ARGUMENTS[i]));
        }
        Class<?> entryPoint = Class.forName(ABI + "NativeEntryPoint");
        Object made =
                entryPoint
                        .getMethod(
                                "make",
                                descriptor,
                                storages,
                                storages,
                                MethodType.class,
                                boolean.class,
                                int.class,
                                boolean.class,
                                boolean.class)
                        .invoke(
                                null,
                                abi,
                                arguments,
                                integers(RAX),
                                type(),
                                false,
                                ERRNO,
                                true,
                                false);
        Class<?> access = Class.forName("jdk.internal.access.JavaLangInvokeAccess");
        Object invoke =
                Class.forName("jdk.internal.access.SharedSecrets")
                        .getMethod("getJavaLangInvokeAccess")
                        .invoke(null);
        Object handle = access.getMethod("nativeMethodHandle", entryPoint).invoke(invoke, made);
        return (MethodHandle) handle;
    }

    private static MethodType type() {
        Class<?>[] words = new Class<?>[2 + ARGUMENTS.length];
        Arrays.fill(words, long.class);
        return MethodType.methodType(long.class, words);
    }

    /** The calling convention of System V, as jdk.internal.foreign.abi.x64.sysv has it. */
    private Object abi() throws ReflectiveOperationException {
        Class<?> architecture = Class.forName(ABI + "x64.X86_64Architecture");
        return architecture
                .getMethod(
                        "abiFor", storages, storages, storages, storages, int.class, storages,
                        storages, int.class, int.class, storage, storage)
                .invoke(
                        null,
                        integers(7, 6, RDX, 1, 8, 9, RAX),
                        vectors(0, 8),
                        integers(RAX, RDX),
                        vectors(0, 2),
                        2, // registers of the x87 that return values
                        integers(R10, R11),
                        vectors(8, 32),
                        STACK_ALIGNMENT,
                        0, // shadow space
                        integer(R10),
                        integer(R11));
    }

    private Object integer(int register)
            throws InstantiationException, IllegalAccessException, InvocationTargetException {
        return newStorage.newInstance(INTEGER, REG64_MASK, register);
    }

    private Object integers(int... registers) throws ReflectiveOperationException {
        Object array = Array.newInstance(storage, registers.length);
        for (int i = 0; i < registers.length; i++) {
            Array.set(array, i, integer(registers[i]));
        }
        return array;
    }

    private Object vectors(int from, int to) throws ReflectiveOperationException {
        Object array = Array.newInstance(storage, to - from);
        for (int i = from; i < to; i++) {
            Array.set(array, i - from, newStorage.newInstance(VECTOR, XMM_MASK, i));
        }
        return array;
    }
}
