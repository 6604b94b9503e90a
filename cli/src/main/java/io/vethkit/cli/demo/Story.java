package io.vethkit.cli.demo;

import com.google.gson.JsonObject;

import java.util.List;

/**
 * What the demo shows of a mode.
 *
 * @param pods who there is
 * @param flows the connections between them and others
 * @param mishap what somebody breaks
 */
record Story(List<Role> pods, List<Flow> flows, Mishap mishap) {
    Story {
        pods = List.copyOf(pods);
        flows = List.copyOf(flows);
    }

    /**
     * A pod that is to be.
     *
     * @param what is special about it
     * @param runtime what the container runtime adds to the configuration for it
     */
    record Role(String name, String what, JsonObject runtime) {}

    /**
     * An object of a pod's that somebody removes.
     *
     * @param pod whose
     * @param object what the command that makes it contains
     * @param effect what becomes of a connection
     */
    record Mishap(String pod, String object, Flow effect) {}
}
