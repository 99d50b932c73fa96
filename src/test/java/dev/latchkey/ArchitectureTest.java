package dev.latchkey;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.latchkey.guard.AccessToken;
import dev.latchkey.guard.RefreshToken;
import dev.latchkey.guard.ServiceKey;
import dev.latchkey.guard.TokenAuthenticator;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.ext.web.Router;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;

/** The rules of the structure, each with its reason. */
@AnalyzeClasses(packages = "dev.latchkey", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule EVERY_ROUTE_SHOWS_ITS_GUARD = methods()
            .that()
            .areMetaAnnotatedWith(HttpMethod.class)
            .should(showAGuardOrPermitAll())
            .because("a name binding that is forgotten leaves a route open");

    @ArchTest
    static final ArchRule ROUTES_OF_VERTX_ASK_FOR_A_TOKEN = classes()
            .that(describe("use a Router", type -> type.getDirectDependenciesFromSelf().stream()
                    .anyMatch(use -> use.getTargetClass().isEquivalentTo(Router.class))))
            .and()
            .resideOutsideOfPackages("..web..", "..observe..")
            .and()
            .doNotHaveSimpleName("OpenApiDocument")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(TokenAuthenticator.class)
            .because("they have no annotation that shows their guard; the OpenAPI document is for all");

    @ArchTest
    static final ArchRule ROUTES_LIVE_IN_RESOURCES = classes()
            .that()
            .areAnnotatedWith(Path.class)
            .should()
            .haveSimpleNameEndingWith("Resource")
            .because("listing the resources lists the API");

    @ArchTest
    static final ArchRule GUARDED_ROUTES_ARE_KNOWN_TO_A_NATIVE_IMAGE = methods()
            .that()
            .areAnnotatedWith(AccessToken.class)
            .or()
            .areAnnotatedWith(RefreshToken.class)
            .or()
            .areAnnotatedWith(ServiceKey.class)
            .should()
            .beDeclaredInClassesThat()
            .areAnnotatedWith(RegisterForReflection.class)
            .because("the guards read what the annotation of a method says, which is reflection");

    @ArchTest
    static final ArchRule TOKENS_KNOW_NO_FRAMEWORK_AND_NO_STORE = noClasses()
            .that()
            .resideInAPackage("..token..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "com.mongodb..", "io.quarkus..", "io.vertx..", "..error..")
            .because("what a token is must be testable, and readable, on its own");

    @ArchTest
    static final ArchRule ONLY_THE_DENY_LIST_AND_THE_THROTTLE_USE_REDIS = noClasses()
            .that()
            .resideOutsideOfPackages("..denylist..", "..throttle..", "..redis..", "..tls..", "dev.latchkey.dev..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus.redis..", "io.vertx.redis..", "io.vertx.mutiny.redis..")
            .because("the rules of both hold only if nothing goes round them");

    @ArchTest
    static final ArchRule ONLY_STORES_QUERY_MONGODB = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Store")
            .and()
            .resideOutsideOfPackages("..mongo..", "..tls..", "..web..", "dev.latchkey.dev..", "..settings..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.mongodb..")
            .because("a query has one place");

    @ArchTest
    static final ArchRule DEPENDENCIES_GO_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("startup")
            .definedBy("..startup..")
            .layer("profile")
            .definedBy("..profile..")
            .layer("admin")
            .definedBy("..admin..")
            .layer("oauth")
            .definedBy("..oauth..")
            .layer("signin")
            .definedBy("..signin..")
            .layer("session")
            .definedBy("..session..")
            .layer("account")
            .definedBy("..account..")
            .layer("mail")
            .definedBy("..mail..")
            .layer("gateway")
            .definedBy("..gateway..")
            .layer("guard")
            .definedBy("..guard..")
            .layer("denylist")
            .definedBy("..denylist..")
            .layer("throttle")
            .definedBy("..throttle..")
            .layer("password")
            .definedBy("..password..")
            .layer("token")
            .definedBy("..token..")
            .layer("web")
            .definedBy("..web..")
            .whereLayer("startup")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("profile")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("admin")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("oauth")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("signin")
            .mayOnlyBeAccessedByLayers("profile", "startup")
            .whereLayer("session")
            .mayOnlyBeAccessedByLayers("profile", "admin", "oauth", "signin", "startup")
            .whereLayer("account")
            .mayOnlyBeAccessedByLayers("profile", "admin", "oauth", "signin", "startup")
            .whereLayer("mail")
            .mayOnlyBeAccessedByLayers("profile", "signin", "account", "startup")
            .whereLayer("gateway")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("guard")
            .mayOnlyBeAccessedByLayers("profile", "admin", "oauth", "signin", "session", "account", "gateway")
            .because("a reader who starts at the bottom never has to look up");

    @ArchTest
    static final ArchRule SETTINGS_KNOW_NO_OTHER_PACKAGE = noClasses()
            .that()
            .resideInAPackage("dev.latchkey.settings..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("dev.latchkey..").and(resideOutsideOfPackage("dev.latchkey.settings..")))
            .because("all others are given their part of them");

    @ArchTest
    static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES =
            slices().matching("dev.latchkey.(*)..").should().beFreeOfCycles().because("so that each can be read alone");

    @ArchTest
    static final ArchRule FIELDS_ARE_NOT_INJECTED = noFields()
            .should()
            .beAnnotatedWith(Inject.class)
            .because("a constructor shows what a class needs, to a reader and to a test");

    @ArchTest
    static final ArchRule TIME_IS_A_CLOCK = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("tests set the time");

    @ArchTest
    static final ArchRule ONE_CLOCK = noClasses()
            .that()
            .doNotHaveSimpleName("ClockProducer")
            .should()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "tickMillis", ZoneId.class)
            .because("tests set the time");

    @ArchTest
    static final ArchRule STATIC_FIELDS_ARE_THE_SAME_EVERYWHERE = classes()
            .should(readNothingThatDiffersInAStaticInitializer())
            .because("a native image has them from the machine, and the moment, of its build");

    /** From machine to machine, or from one moment to the next. */
    private static final Set<String> DIFFERS = Set.of(
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.System.getProperties",
            "java.lang.System.nanoTime",
            "java.lang.Boolean.getBoolean",
            "java.lang.Integer.getInteger",
            "java.lang.Long.getLong",
            "java.lang.Runtime.availableProcessors",
            "java.lang.Runtime.maxMemory",
            "java.lang.Math.random",
            "java.net.InetAddress.getLocalHost",
            "java.nio.charset.Charset.defaultCharset",
            "java.security.SecureRandom.<init>",
            "java.time.ZoneId.systemDefault",
            "java.util.Locale.getDefault",
            "java.util.Random.<init>",
            "java.util.TimeZone.getDefault",
            "java.util.UUID.randomUUID",
            "org.eclipse.microprofile.config.ConfigProvider.getConfig");

    private static ArchCondition<JavaClass> readNothingThatDiffersInAStaticInitializer() {
        return new ArchCondition<>("read nothing in a static initializer that differs from machine to machine") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getStaticInitializer().stream()
                        .flatMap(initializer -> initializer.getCallsFromSelf().stream())
                        .filter(call -> DIFFERS.contains(call.getTargetOwner().getName() + "." + call.getName()))
                        .forEach(call -> events.add(SimpleConditionEvent.violated(type, call.getDescription())));
            }
        };
    }

    private static ArchCondition<JavaMethod> showAGuardOrPermitAll() {
        return new ArchCondition<>(
                "be annotated with @AccessToken, @RefreshToken (or both) or @ServiceKey, or else @PermitAll") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean guarded = method.isAnnotatedWith(AccessToken.class)
                        || method.isAnnotatedWith(RefreshToken.class)
                        || method.isAnnotatedWith(ServiceKey.class);
                if (guarded == method.isAnnotatedWith(PermitAll.class)) {
                    events.add(SimpleConditionEvent.violated(method, method.getFullName() + " shows no one guard"));
                }
            }
        };
    }
}
