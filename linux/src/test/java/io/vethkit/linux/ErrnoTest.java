package io.vethkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

class ErrnoTest {
    /** {@code errno -l | sort -nk 2} of moreutils without the aliases, numbers 1 to 133. */
    private static final String NAMES =
            """
            EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD
            EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR
            EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS
            EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP
            - ENOMSG EIDRM ECHRNG EL2NSYNC EL3HLT EL3RST ELNRNG EUNATCH ENOCSI
            EL2HLT EBADE EBADR EXFULL ENOANO EBADRQC EBADSLT - EBFONT ENOSTR
            ENODATA ETIME ENOSR ENONET ENOPKG EREMOTE ENOLINK EADV ESRMNT ECOMM
            EPROTO EMULTIHOP EDOTDOT EBADMSG EOVERFLOW ENOTUNIQ EBADFD EREMCHG ELIBACC ELIBBAD
            ELIBSCN ELIBMAX ELIBEXEC EILSEQ ERESTART ESTRPIPE EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE
            EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP EPFNOSUPPORT
            EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN
            ENETUNREACH ENETRESET ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN
            ETOOMANYREFS ETIMEDOUT
            ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY EINPROGRESS ESTALE EUCLEAN ENOTNAM ENAVAIL
            EISNAM
            EREMOTEIO EDQUOT ENOMEDIUM EMEDIUMTYPE ECANCELED ENOKEY EKEYEXPIRED EKEYREVOKED
            EKEYREJECTED EOWNERDEAD
            ENOTRECOVERABLE ERFKILL EHWPOISON
            """;

    @Test
    void hasTheNumbersOfTheHeaders() {
        String[] names = NAMES.strip().split("\\s+", -1);

        assertEquals(133, names.length);
        for (int number = 1; number <= names.length; number++) {
            Errno errno = Errno.of(number);
            assertEquals(names[number - 1], errno == null ? "-" : errno.name(), "" + number);
        }
        assertEquals(131, Errno.values().length);
    }

    @Test
    void findsItselfByNumber() {
        for (Errno errno : Errno.values()) {
            assertSame(errno, Errno.of(errno.number()));
            assertEquals(errno.name(), Errno.name(errno.number()));
            assertTrue(!errno.text().isEmpty());
        }
    }

    @Test
    void saysTheNumberOfWhatItDoesNotKnow() {
        for (int unknown : new int[] {-1, 0, 41, 58, 134, 524, Integer.MAX_VALUE}) {
            assertNull(Errno.of(unknown));
            assertEquals("errno " + unknown, Errno.name(unknown));
        }
    }

    @Test
    void isWhatTheKernelAnswersWith() {
        Path missing = Path.of("/nonexistent/file");

        ErrnoException e = assertThrows(ErrnoException.class, () -> Libc.unlink("" + missing));

        assertTrue(e.is(Errno.ENOENT));
        assertEquals(2, e.number());
        assertEquals("unlink /nonexistent/file", e.operation());
        assertEquals("unlink /nonexistent/file: ENOENT: No such file or directory", e.getMessage());
    }

    @Test
    void describesANumberNobodyKnows() {
        assertEquals("x: errno 999: unknown error", new ErrnoException("x", 999).getMessage());
    }
}
