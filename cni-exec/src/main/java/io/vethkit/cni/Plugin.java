package io.vethkit.cni;

import java.io.IOException;

/**
 * What a plugin does for each verb; {@link Skel} calls it.
 *
 * <p>A {@link CniException} becomes the error object as it is, an {@link IOException} one of code
 * 5.
 */
public interface Plugin {
    /** Attaches the container, or leaves everything as it was. */
    CniResult add(CniRequest request, NetConf conf) throws IOException;

    /** Removes what ADD made; what is gone already is no error. */
    void delete(CniRequest request, NetConf conf) throws IOException;

    /** Fails if anything is not as ADD left it. */
    void check(CniRequest request, NetConf conf) throws IOException;

    /** Removes what belongs to attachments that are not valid. */
    void collect(CniRequest request, NetConf conf) throws IOException;

    /** Fails if an ADD could not be served now. */
    void status(CniRequest request, NetConf conf) throws IOException;
}
