package dev.chronicle.pubsub;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Signs messages and verifies signatures: HMAC-SHA256 over the whole message, the time and a nonce.
 * One secret signs; those it replaced count as well until they are taken away, so that secrets can
 * be changed while messages are on their way. Threads may share it, if they may share its
 * randomness.
 *
 * <p>What is signed, as bytes: the lines {@code chronicle-message-1}, channel, topic, {@code
 * signed_at}, nonce and content type, each ending with a line feed, then the data. None of the
 * lines can have a line feed in it, so no two messages have the same bytes.
 */
public final class MessageSigner {

    private static final String VERSION = "chronicle-message-1";
    private static final HexFormat HEX = HexFormat.of();
    private static final int NONCE_BYTES = 16;

    /** Of a fixed form, since these characters are what is signed. */
    private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,14}");

    private final SigningOptions options;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ReplayGuard taken;
    private volatile List<Secret> secrets;

    /** Has no secret yet. */
    public MessageSigner(SigningOptions options, InstantSource clock, RandomGenerator random) {
        this.options = options;
        this.clock = clock;
        this.random = random;
        secrets = List.of();
        // one second more, since times are cut to whole seconds
        taken =
                new ReplayGuard(
                        options.maxRemembered(),
                        options.validFor().plus(options.ahead()).toSeconds() + 1);
    }

    /**
     * From now on this secret signs, and this one and those others verify; no other does.
     *
     * @param stillValid those that messages on their way may have been signed with
     */
    public void setSecret(Secret secret, Secret... stillValid) {
        List<Secret> all = new ArrayList<>(List.of(stillValid));
        all.addFirst(secret);
        secrets = List.copyOf(all);
    }

    /** Whether there is a secret. */
    public boolean hasSecret() {
        return !secrets.isEmpty();
    }

    /**
     * The same message, signed now with the newest secret.
     *
     * @throws IllegalStateException if there is no secret
     */
    public Message sign(Message message) {
        if (secrets.isEmpty()) {
            throw new IllegalStateException("there is no secret to sign with");
        }
        return sign(message, secrets.getFirst());
    }

    /** The same message, signed now with this secret. */
    public Message sign(Message message, Secret secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return sign(message, secret, clock.instant().getEpochSecond(), HEX.formatHex(nonce));
    }

    static Message sign(Message message, Secret secret, long signedAt, String nonce) {
        byte[] mac = secret.mac(bytes(message, Long.toString(signedAt), nonce));
        return message.signed(Signature.of(HEX.formatHex(mac), signedAt, nonce));
    }

    /**
     * What is wrong with the signature of a message, if anything: looked at in the order of the
     * constants from {@link Refusal#MISSING_SIGNATURE} on. A message that is taken is remembered,
     * and refused from then on.
     */
    public Optional<Refusal> verify(Message message) {
        return check(message).or(() -> take(message));
    }

    /** The same, without taking it. */
    Optional<Refusal> check(Message message) {
        List<Secret> valid = secrets;
        if (valid.isEmpty()) {
            return Optional.of(Refusal.NO_SECRET);
        }
        Signature signature = message.signature();
        if (signature.mac().isEmpty()) {
            return Optional.of(Refusal.MISSING_SIGNATURE);
        }
        if (signature.signedAt().isEmpty()) {
            return Optional.of(Refusal.MISSING_TIMESTAMP);
        }
        return whyNotNow(signature.signedAt().get())
                .or(
                        () ->
                                isRight(message, valid)
                                        ? Optional.empty()
                                        : Optional.of(Refusal.INVALID_SIGNATURE));
    }

    private Optional<Refusal> whyNotNow(String signedAt) {
        if (!SECONDS.matcher(signedAt).matches()) {
            return Optional.of(Refusal.INVALID_TIMESTAMP);
        }
        long age = clock.instant().getEpochSecond() - Long.parseLong(signedAt);
        if (-age > options.ahead().toSeconds()) {
            return Optional.of(Refusal.INVALID_TIMESTAMP);
        }
        return age > options.validFor().toSeconds()
                ? Optional.of(Refusal.MESSAGE_EXPIRED)
                : Optional.empty();
    }

    /** Every secret is tried, and each compared in constant time. */
    private static boolean isRight(Message message, List<Secret> valid) {
        Signature signature = message.signature();
        String nonce = signature.nonce().orElse("");
        if (!isNonce(nonce)) {
            return false;
        }
        byte[] claimed;
        try {
            claimed = HEX.parseHex(signature.mac().orElseThrow());
        } catch (IllegalArgumentException e) {
            return false;
        }
        byte[] bytes = bytes(message, signature.signedAt().orElseThrow(), nonce);
        boolean right = false;
        for (Secret secret : valid) {
            right |= MessageDigest.isEqual(secret.mac(bytes), claimed);
        }
        return right;
    }

    private static boolean isNonce(String nonce) {
        return !nonce.isEmpty()
                && nonce.length() <= Signature.MAX_NONCE
                && nonce.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** Remembers a message that was found right. */
    Optional<Refusal> take(Message message) {
        byte[] mac = HEX.parseHex(message.signature().mac().orElseThrow());
        return switch (taken.show(mac, clock.instant().getEpochSecond())) {
            case NEW -> Optional.empty();
            case SEEN -> Optional.of(Refusal.REPLAYED_MESSAGE);
            case FULL -> Optional.of(Refusal.TOO_MANY_SIGNED);
        };
    }

    /** What is signed. */
    private static byte[] bytes(Message message, String signedAt, String nonce) {
        String lines =
                String.join(
                        "\n",
                        VERSION,
                        message.channel(),
                        message.topic().name(),
                        signedAt,
                        nonce,
                        message.data().contentType(),
                        "");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 + message.data().size());
        bytes.writeBytes(lines.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(message.data().toByteArray());
        return bytes.toByteArray();
    }
}
