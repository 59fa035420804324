from django.db import migrations

from wanli.ground.rowsecurity import enable

TABLES = (
    "request", "requestevent", "item", "itemevent", "standing", "standingevent",
    "round", "roundevent", "turn", "turnevent", "photo", "attempt", "attemptevent",
    "cashentry", "receipt", "cashcount",
)

BALANCED = """
CREATE FUNCTION errands_cash_balances() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE sum_fen numeric;
BEGIN
    -- As the owner: who writes one side of a movement need not see every other one.
    SELECT sum(amount_fen) INTO sum_fen FROM errands_cashentry WHERE move = NEW.move;
    IF sum_fen <> 0 THEN
        RAISE EXCEPTION 'the sides of move % differ by % fen', NEW.move, sum_fen
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER errands_cash_balances AFTER INSERT ON errands_cashentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION errands_cash_balances();
"""
UNBALANCED = "DROP TRIGGER errands_cash_balances ON errands_cashentry; DROP FUNCTION errands_cash_balances();"

FIXED = """
CREATE FUNCTION errands_cash_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Where it is and whose it is follows places that move or merge, and is forgotten one day.
    IF TG_OP <> 'UPDATE' OR (NEW.id, NEW.move, NEW.kind, NEW.account, NEW.amount_fen, NEW.day, NEW.at)
        IS DISTINCT FROM (OLD.id, OLD.move, OLD.kind, OLD.account, OLD.amount_fen, OLD.day, OLD.at)
    THEN
        RAISE EXCEPTION 'errands_cashentry is append-only: % refused', TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER errands_cash_fixed BEFORE UPDATE OR DELETE ON errands_cashentry
    FOR EACH ROW EXECUTE FUNCTION errands_cash_fixed();
"""
LOOSE = "DROP TRIGGER errands_cash_fixed ON errands_cashentry; DROP FUNCTION errands_cash_fixed();"


class Migration(migrations.Migration):
    dependencies = [("errands", "0001_initial")]
    operations = [
        *(enable(f"errands_{table}", "errands") for table in TABLES),
        migrations.RunSQL(BALANCED, UNBALANCED),
        migrations.RunSQL(FIXED, LOOSE),
    ]
