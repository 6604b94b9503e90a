package io.vethkit.netlink;

/** A request of no attributes, which names attributes {@code parent:type}. */
class TestRequest implements Request {
    private final int type;
    private final int flags;
    private final String description;

    TestRequest(int type, int flags, String description) {
        this.type = type;
        this.flags = flags;
        this.description = description;
    }

    @Override
    public int type() {
        return type;
    }

    @Override
    public int flags() {
        return flags;
    }

    @Override
    public void encode(MessageWriter out) {}

    @Override
    public String describe() {
        return description;
    }

    @Override
    public int headerLength() {
        return 0;
    }

    @Override
    public String attributeName(int parent, int type) {
        return parent + ":" + type;
    }
}
