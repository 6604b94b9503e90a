package io.vethkit.cni;

import static io.vethkit.netlink.route.RtNetlink.RTPROT_UNSPEC;
import static io.vethkit.netlink.route.RtNetlink.RT_TABLE_MAIN;

import io.vethkit.linux.Errno;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.route.Rule;
import io.vethkit.netlink.route.Rules;
import io.vethkit.podnet.Datapath;
import io.vethkit.routing.Desired;
import io.vethkit.routing.DesiredRule;
import io.vethkit.routing.NamespaceHandle;
import io.vethkit.routing.NamespaceState;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/**
 * The rules that Amazon's daemon left on a node that is ours now. They name no protocol, so the
 * kernel takes ours for further ones. They go once ours are there, and no packet finds neither.
 */
final class AmazonsRules {
    private final NamespaceHandle host;
    private final NamespaceState wanted;

    /** Works on the node that {@code wanted} describes. */
    AmazonsRules(NamespaceHandle host, NamespaceState wanted) {
        this.host = host;
        this.wanted = wanted;
    }

    /** Removes them, but for those of pods. */
    void remove() throws IOException {
        List<Rule> present = new HostRouting(host).rules();
        for (int i = 0; i < present.size(); i++) {
            Rule rule = present.get(i);
            if (rule.protocol() != RTPROT_UNSPEC) {
                continue;
            }
            Rule ours = twin(rule);
            if (ours != null) {
                if (present.subList(0, i).contains(ours)) {
                    moveBehind(ours);
                }
                delete(rule);
            } else if (isOutdated(rule)) {
                delete(rule);
            }
        }
    }

    private @Nullable Rule twin(Rule rule) {
        for (Desired object : wanted.objects()) {
            if (object instanceof DesiredRule ours
                    && ours.rule().protocol(RTPROT_UNSPEC).equals(rule)) {
                return ours.rule();
            }
        }
        return null;
    }

    /** A request that names no protocol deletes the first of its kind: that must not be ours. */
    private void moveBehind(Rule ours) throws IOException {
        delete(ours);
        new Rules(host.socket()).add(ours);
    }

    /** Those for services or marks that are configured otherwise by now. */
    private static boolean isOutdated(Rule rule) {
        Integer priority = rule.priority();
        return priority != null
                && rule.table() == RT_TABLE_MAIN
                && ((priority == Datapath.EXTERNAL_SERVICE_PRIORITY && rule.to() != null)
                        || (priority == Datapath.CONNMARK_PRIORITY && rule.mark() != null));
    }

    private void delete(Rule rule) throws IOException {
        try {
            new Rules(host.socket()).delete(rule);
        } catch (NetlinkException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }
}
