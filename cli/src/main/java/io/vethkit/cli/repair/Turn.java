package io.vethkit.cli.repair;

import io.vethkit.cni.Described;
import io.vethkit.cni.OnRecord;
import io.vethkit.iptables.RulesetKeeper;
import io.vethkit.linux.Fd;
import io.vethkit.netns.NetworkNamespace;
import io.vethkit.routing.Keeper;
import io.vethkit.routing.Namespaces;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** Our turn at something on record: while it lasts, no call of the plugin changes it. */
final class Turn implements Keeper.Hold, RulesetKeeper.Hold {
    private final OnRecord.Hold hold;
    private final boolean current;
    private final @Nullable String netns;
    private @Nullable NetworkNamespace pod;

    private Turn(OnRecord.Hold hold, boolean current, @Nullable String netns) {
        this.hold = hold;
        this.current = current;
        this.netns = netns;
    }

    /** Takes a turn, or returns null if a call of the plugin has it. */
    static @Nullable Turn tryToTake(OnRecord onRecord, Described known) throws IOException {
        OnRecord.Hold hold = onRecord.tryToHold(known.name());
        if (hold == null) {
            return null;
        }
        try {
            return new Turn(hold, isCurrent(onRecord, known), known.netns());
        } catch (RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    /** What cannot be read any more is not worth repairing. */
    private static boolean isCurrent(OnRecord onRecord, Described known) {
        try {
            return known.equals(onRecord.find(known.name()));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public boolean isCurrent() {
        return current;
    }

    /** Returns the pod's namespace, under whatever name, as long as it is there. */
    @Override
    public Namespaces peers() {
        return new Namespaces() {
            @Override
            public @Nullable Fd fd(String name) {
                NetworkNamespace open = open();
                return open == null ? null : open.fd();
            }
        };
    }

    private @Nullable NetworkNamespace open() {
        if (pod == null && netns != null) {
            pod = Comparison.open(netns);
        }
        return pod;
    }

    @Override
    public void close() {
        if (pod != null) {
            pod.close();
        }
        hold.close();
    }
}
