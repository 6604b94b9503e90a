package io.vethkit.podnet;

/** How security groups hold for pods with a branch ENI: the values of podSGEnforcingMode. */
public enum EnforcingMode {
    /** All of a pod's traffic goes through its branch ENI. */
    STRICT,
    /** Traffic within the node does not, and what leaves the VPC goes by the primary ENI. */
    STANDARD
}
