package io.vethkit.cni;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.netns.NetworkNamespace;

/** The namespace that CNI_NETNS names, checked. */
final class PodNamespace {
    private PodNamespace() {}

    /**
     * Opens the pod's namespace, which the caller closes.
     *
     * @throws CniException code 4 if it is none, or our own
     */
    static NetworkNamespace open(CniRequest request) throws ErrnoException {
        String path = request.netns();
        NetworkNamespace pod;
        try {
            pod = NetworkNamespace.open(path);
        } catch (ErrnoException e) {
            String reason = e.is(Errno.EINVAL) ? "is not a network namespace" : e.getMessage();
            throw CniException.invalidEnvironment("CNI_NETNS: \"" + path + "\" " + reason);
        }
        try (NetworkNamespace own = NetworkNamespace.current()) {
            if (!request.allowsOwnNetns() && pod.isSameAs(own)) {
                throw CniException.invalidEnvironment(
                        "CNI_NETNS: \"" + path + "\" is the network namespace of this plugin");
            }
            return pod;
        } catch (ErrnoException | RuntimeException e) {
            pod.close();
            throw e;
        }
    }
}
