package dev.latchkey.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1beta1.ReferenceGrant;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Manifests as objects of the Kubernetes API, read strictly. */
final class Manifests {
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.ofEntries(
            Map.entry("v1 Namespace", Namespace.class),
            Map.entry("v1 ConfigMap", ConfigMap.class),
            Map.entry("v1 Secret", Secret.class),
            Map.entry("v1 Service", Service.class),
            Map.entry("v1 ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1 Deployment", Deployment.class),
            Map.entry("apps/v1 StatefulSet", StatefulSet.class),
            Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("networking.k8s.io/v1 Ingress", Ingress.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
            Map.entry("gateway.networking.k8s.io/v1 Gateway", Gateway.class),
            Map.entry("gateway.networking.k8s.io/v1 HTTPRoute", HTTPRoute.class),
            Map.entry("gateway.networking.k8s.io/v1beta1 ReferenceGrant", ReferenceGrant.class),
            Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class));

    /** Of operators and controllers, which are no part of the API; only in examples, which no overlay has. */
    private static final Set<String> CUSTOM_KINDS = Set.of(
            "external-secrets.io/v1 ExternalSecret",
            "gateway.envoyproxy.io/v1alpha1 ClientTrafficPolicy",
            "gateway.envoyproxy.io/v1alpha1 SecurityPolicy",
            "monitoring.coreos.com/v1 PodMonitor",
            "traefik.io/v1alpha1 Middleware");

    private Manifests() {}

    static List<HasMetadata> read(String file, String text) {
        return StrictYaml.documents(file, text).stream()
                .filter(document -> !(isExample(file) && CUSTOM_KINDS.contains(kind(document))))
                .<HasMetadata>map(document -> StrictYaml.as(type(file, document), file, document))
                .toList();
    }

    static boolean isExample(String file) {
        return file.endsWith(".example.yaml");
    }

    private static Class<? extends HasMetadata> type(String file, JsonNode document) {
        Class<? extends HasMetadata> type = KINDS.get(kind(document));
        if (type == null) {
            throw new IllegalArgumentException(file + ": no schema for " + kind(document));
        }
        return type;
    }

    private static String kind(JsonNode document) {
        return document.path("apiVersion").asText() + " "
                + document.path("kind").asText();
    }
}
