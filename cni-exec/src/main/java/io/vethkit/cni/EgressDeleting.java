package io.vethkit.cni;

import static io.vethkit.netlink.route.RtNetlink.RT_TABLE_MAIN;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import io.vethkit.iptables.FilterBackend;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.RouteFilter;
import io.vethkit.netlink.route.Routes;
import io.vethkit.podnet.Egress;
import io.vethkit.podnet.EgressAttachment;
import io.vethkit.podnet.NodeKernel;
import io.vethkit.podnet.SnatPorts;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One DEL of an egress interface, which is also how an ADD takes back what it did, and how GC
 * removes: from the record alone, in the order that {@link Deleting} explains.
 *
 * <p>What is on record goes even if egress is not enabled any more.
 */
final class EgressDeleting {
    private static final int ANY_MTU = 1500;
    private static final MacAddress NO_MAC = new MacAddress(0);

    private final CniRequest request;
    private final NetConf conf;
    private final NodeKernel kernel;
    private final AttachmentStore store;
    private final EgressAddresses addresses;

    EgressDeleting(CniRequest request, NetConf conf, NodeKernel kernel) {
        this.request = request;
        this.conf = conf;
        this.kernel = kernel;
        this.store = EgressPlugin.store(conf);
        this.addresses = new EgressAddresses(request, conf);
    }

    void run(Attachment attachment) throws IOException {
        boolean known = store.has(attachment);
        if (known || EgressConf.isEnabled(request)) {
            run(attachment, !known);
        }
    }

    /** Takes back an ADD that failed for {@code cause}. */
    void undo(Attachment attachment, Exception cause) throws IOException {
        run(attachment, cause instanceof CniException e && e.isIncompatibleVersion());
    }

    private void run(Attachment attachment, boolean hasNoAddress) throws IOException {
        if (store.has(attachment)) {
            removeKnown(attachment);
        } else if (isAmazons()) {
            kernel.remove(Egress.leftByAmazons(conf.name(), attachment.containerId()));
        }
        try {
            addresses.delete(attachment);
        } catch (CniException e) {
            if (!hasNoAddress || !e.isIncompatibleVersion()) {
                throw e;
            }
        }
        store.remove(attachment);
    }

    /** A pod with an egress interface that is not on record was added by Amazon's egress-cni. */
    private boolean isAmazons() {
        if (!(request.config().get("prevResult") instanceof JsonObject previous)
                || !(previous.get("interfaces") instanceof JsonArray interfaces)) {
            return false;
        }
        for (JsonElement each : interfaces) {
            String name = each instanceof JsonObject object ? nameOf(object) : "";
            if (name.equals(EgressAttachment.ifName(false))
                    || name.equals(EgressAttachment.ifName(true))) {
                return true;
            }
        }
        return false;
    }

    private static String nameOf(JsonObject object) {
        return object.get("name") instanceof JsonPrimitive name ? name.getAsString() : "";
    }

    private void removeKnown(Attachment attachment) throws IOException {
        String text = store.findText(attachment);
        if (text == null) {
            addresses.releaseAll(attachment); // ADD may have come so far without saying so
            return;
        }
        try {
            EgressAttachment pod = EgressRecord.parse(text).pod();
            kernel.remove(Egress.describe(pod));
            store.empty(attachment);
            addresses.release(attachment, pod.address().address());
        } catch (UnreadableRecordException e) {
            removeByMarks(attachment);
            kernel.remove(Egress.leftByAmazons(conf.name(), attachment.containerId()));
            store.empty(attachment);
            addresses.releaseAll(attachment);
        }
    }

    /** Removes what by its name and alias is the attachment's. */
    void removeByMarks(Attachment attachment) throws IOException {
        removeByMarks(attachment, false);
        removeByMarks(attachment, true);
    }

    private void removeByMarks(Attachment attachment, boolean isV6) throws IOException {
        String hostVeth = EgressAttachment.hostVeth(attachment.containerId(), isV6);
        Link link = kernel.host().links().find(hostVeth);
        IpAddress any = isV6 ? IpAddress.ANY_V6 : IpAddress.ANY_V4;
        List<IpAddress> known = new ArrayList<>(addresses.of(attachment));
        known.addAll(routedThrough(link, any.family()));
        for (IpAddress address : known) {
            if (address.isV6() == isV6) {
                kernel.remove(Egress.describe(standIn(attachment, address, any)));
            }
        }
        if (link != null && standIn(attachment, any, any).alias().equals(link.alias())) {
            OwnObjects.delete(link, kernel.host());
        }
    }

    /** Returns one with all that removal needs. */
    private EgressAttachment standIn(Attachment attachment, IpAddress address, IpAddress any) {
        return new EgressAttachment(
                conf.name(),
                attachment.containerId(),
                attachment.ifName(),
                NO_MAC,
                NO_MAC,
                Prefix.host(address),
                any,
                any,
                SnatPorts.NONE,
                ANY_MTU,
                FilterBackend.NFTABLES);
    }

    private List<IpAddress> routedThrough(@Nullable Link link, int family) throws IOException {
        List<IpAddress> addresses = new ArrayList<>();
        Integer index = link == null ? null : link.index();
        if (index != null) {
            RouteFilter filter = RouteFilter.ALL.table(RT_TABLE_MAIN).device(index);
            for (Route route : new Routes(kernel.host().socket()).list(family, filter)) {
                if (route.destination().isHost()) {
                    addresses.add(route.destination().address());
                }
            }
        }
        return addresses;
    }
}
