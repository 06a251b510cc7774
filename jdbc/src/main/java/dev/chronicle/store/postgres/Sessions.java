package dev.chronicle.store.postgres;

/** What sessions are set to, whatever the server's own settings are. */
final class Sessions {

    /** A commit returns when it is synced, here and where the server is told so also elsewhere. */
    private static final String SYNCED =
            """
            select set_config('synchronous_commit',
              case current_setting('synchronous_commit') when 'remote_apply' then 'remote_apply'
              else 'on' end, false);\
            """;

    /**
     * The session that appends. Everything it looks up has an index, and its plans must not depend
     * on when the tables were last analysed. A node that is cut off while it holds the lock on the
     * head loses it after the same patience.
     */
    static String writer(PostgresOptions options) {
        long ms = options.patience().toMillis();
        return SYNCED
                + """
                set plan_cache_mode = force_generic_plan;
                set enable_seqscan = off;
                set enable_hashjoin = off;
                set enable_mergejoin = off;
                set jit = off;
                set work_mem = '64MB';
                set lock_timeout = %d;
                set idle_in_transaction_session_timeout = %d;\
                """
                        .formatted(ms, ms);
    }

    /** Sessions that read events. */
    static final String READER = "set random_page_cost = 1.1; set jit = off;";

    /** Sessions that write what must not be lost. */
    static final String KEEPER = SYNCED;

    /** Sessions that write what may be lost in a crash of the server: snapshots. */
    static final String CACHE = "set synchronous_commit = off;";

    private Sessions() {}
}
