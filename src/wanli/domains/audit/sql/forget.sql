-- The one way out of the access log: entries older than half a year, in the caller's scope. Runs as the
-- tables' owner; nobody else gets past the trigger, and the owner only through here.
CREATE FUNCTION audit_forget(ids uuid[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    gone bigint;
BEGIN
    IF EXISTS (SELECT FROM audit_opening
               WHERE id = ANY (ids) AND logged_at >= now() - interval '183 days') THEN
        RAISE EXCEPTION 'the access log is kept for 183 days at least'
            USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM set_config('wanli.forgetting', 'on', true);
    DELETE FROM audit_opening WHERE id = ANY (ids)
        AND path <@ ANY (string_to_array(current_setting('wanli.audit', true), ',')::ltree[]);
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM set_config('wanli.forgetting', '', true);
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION audit_forget(uuid[]) FROM PUBLIC;
