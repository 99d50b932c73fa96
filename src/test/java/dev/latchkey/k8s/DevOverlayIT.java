package dev.latchkey.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The overlay with stores of its own: they keep what they are given, with the settings of docs/operations.md. */
@Tag("k8s")
class DevOverlayIT
        implements AvailabilityPromises,
                NetworkPromises,
                ObjectPromises,
                PrivilegePromises,
                ResourcePromises,
                SettingPromises {
    private static Overlay overlay;

    @BeforeAll
    static void render() {
        overlay = Overlay.render("dev");
    }

    @Override
    public Overlay overlay() {
        return overlay;
    }

    @Test
    void redisHasTheSettingsOfOperations() {
        assertEquals("yes", redis("--appendonly"));
        assertEquals("everysec", redis("--appendfsync"));
        assertEquals("noeviction", redis("--maxmemory-policy"));
        assertEquals("", redis("--save"), "a snapshot that fails would stop writes");
    }

    @Test
    void redisHasRoomForTheCopyOfItsData() {
        BigDecimal limit =
                container("redis").getResources().getLimits().get("memory").getNumericalAmount();
        BigDecimal maximum = new Quantity(redis("--maxmemory").replace("mb", "Mi")).getNumericalAmount();
        assertTrue(limit.compareTo(maximum.multiply(BigDecimal.valueOf(2))) > 0, maximum + " of " + limit);
    }

    @Test
    void mongodbIsAReplicaSetThatTheServiceKnows() {
        List<String> arguments = container("mongodb").getArgs();
        String name = arguments.get(arguments.indexOf("--replSet") + 1);
        String address = overlay.settings().get("DATABASE_URL");
        String member = address.substring("mongodb://".length(), address.indexOf("/latchkey"));
        assertTrue(address.endsWith("?replicaSet=" + name), address);
        String initiation = String.join(
                " ", container("mongodb").getStartupProbe().getExec().getCommand());
        assertTrue(initiation.contains("_id: '" + name + "'") && initiation.contains("host: '" + member + "'"));
    }

    /** Else DNS decides at each start whether it finds itself, and if not, it is REMOVED for two minutes. */
    @Test
    void mongodbFindsItselfWithoutDns() {
        String member = "mongodb-0.mongodb";
        assertTrue(overlay.settings().get("DATABASE_URL").contains("//" + member + ":27017/"));
        List<HostAlias> aliases = overlay.one(StatefulSet.class, "mongodb")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getHostAliases();
        assertEquals(List.of(new HostAlias(List.of(member), "127.0.0.1")), aliases);
        assertTrue(container("mongodb").getArgs().contains("--bind_ip_all"), "it would not listen there");
    }

    @Test
    void storesKeepTheirDataOnVolumes() {
        assertVolume("mongodb", "/data/db");
        assertVolume("redis", "/data");
    }

    private void assertVolume(String store, String path) {
        String claim = overlay.one(StatefulSet.class, store)
                .getSpec()
                .getVolumeClaimTemplates()
                .get(0)
                .getMetadata()
                .getName();
        assertTrue(container(store).getVolumeMounts().stream()
                .anyMatch(mount ->
                        mount.getName().equals(claim) && mount.getMountPath().equals(path)));
    }

    private String redis(String setting) {
        List<String> arguments = container("redis").getArgs();
        assertTrue(arguments.contains(setting), setting);
        return arguments.get(arguments.indexOf(setting) + 1);
    }

    private Container container(String store) {
        return overlay.one(StatefulSet.class, store)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);
    }
}
