# Turns the installed configuration list into that of the node which the tests make: a primary
# interface and a secondary one with four addresses for pods each, in a VPC of 10.0.0.0/16.
.plugins |= map(
    if .type == "vethkit-cni" then . * {
        ipam: {type: "vethkit"},
        node: {
            primaryInterface: "eth0",
            primaryAddress: "10.0.0.10/24",
            vpcCidrs: ["10.0.0.0/16"],
            addresses: ["10.0.0.64/30"],
            enis: [{
                deviceNumber: 1,
                name: "eth1",
                address: "10.0.1.10/24",
                addresses: ["10.0.1.64/30"]
            }]
        }
    } else . end)
