package io.vethkit.netlink.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vethkit.netlink.MalformedMessageException;

import org.junit.jupiter.api.Test;

/** What was written is read again. */
class RoundTripTest {
    private static final int ROUNDS = 3000;

    private final RandomObjects objects = new RandomObjects(1);

    @Test
    void linksStayTheSame() throws MalformedMessageException {
        for (int i = 0; i < ROUNDS; i++) {
            Link link = objects.link();
            assertEquals(link, Wire.link(Wire.encode(Links.adding(link), 0)));
        }
    }

    @Test
    void addressesStayTheSame() throws MalformedMessageException {
        for (int i = 0; i < ROUNDS; i++) {
            Address address = objects.address();
            assertEquals(address, Wire.address(Wire.encode(Addresses.adding(address), 0)));
        }
    }

    @Test
    void neighboursStayTheSame() throws MalformedMessageException {
        for (int i = 0; i < ROUNDS; i++) {
            Neighbour neighbour = objects.neighbour();
            assertEquals(neighbour, Wire.neighbour(Wire.encode(Neighbours.adding(neighbour), 0)));
        }
    }

    @Test
    void routesStayTheSame() throws MalformedMessageException {
        for (int i = 0; i < ROUNDS; i++) {
            Route route = objects.route();
            assertEquals(route, Wire.route(Wire.encode(Routes.adding(route), 0)));
        }
    }

    @Test
    void rulesStayTheSame() throws MalformedMessageException {
        for (int i = 0; i < ROUNDS; i++) {
            Rule rule = objects.rule();
            assertEquals(rule, Wire.rule(Wire.encode(Rules.adding(rule), 0)));
        }
    }
}
