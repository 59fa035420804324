CREATE FUNCTION ledger_entry_booked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed text;
BEGIN
    INSERT INTO ledger_tail (id, path, measure, day, delta, transfer)
    SELECT id, path, measure, day, delta, kind = 't' FROM booked;
    -- A notification holds less than 8,000 bytes; listeners to a larger change look at everything.
    SELECT string_agg(pair, ',') INTO changed
    FROM (SELECT DISTINCT path::text || ':' || measure AS pair FROM booked LIMIT 101) AS pairs;
    IF changed IS NOT NULL THEN
        IF octet_length(changed) > 7000 OR (SELECT count(*) FROM
            (SELECT FROM booked LIMIT 101) AS few) > 100 THEN
            changed := '*';
        END IF;
        PERFORM pg_notify('wanli_ledger', changed);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER ledger_entry_booked AFTER INSERT ON ledger_entry
REFERENCING NEW TABLE AS booked FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_booked();
