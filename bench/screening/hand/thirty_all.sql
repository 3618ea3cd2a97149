-- All columns of a screening. All but the questions depend on the kind of procedure, on which of its rules
-- are possible (a bit for each, in their order), and on the product: some two hundred answers, joined by
-- number. They are ENUMs: one or two bytes for each row until they are written.
CREATE TEMP TABLE rules AS
FROM (VALUES
  (0, 0, 'hazardous', 'not_medically_necessary'), (0, 1, 'adult', 'medically_necessary'),
  (0, 2, 'adolescent', 'medically_necessary'), (0, 3, 'metabolic', 'established'),
  (0, 4, 'regained otherwise', 'criteria_not_met'),
  (1, 0, 'hazardous', 'not_medically_necessary'), (1, 1, 'unproven', 'investigational'),
  (1, 2, 'delegated', 'delegated'), (1, 4, 'regained otherwise', 'criteria_not_met'),
  (2, 0, 'hazardous', 'not_medically_necessary'), (2, 1, 'band-unsuitable', 'not_medically_necessary'),
  (2, 2, 'band', 'medically_necessary'), (2, 4, 'regained otherwise', 'criteria_not_met'),
  (3, 0, 'hazardous', 'not_medically_necessary'), (3, 1, 'complication', 'medically_necessary'),
  (3, 2, 'regained', 'investigational'), (3, 4, 'regained otherwise', 'criteria_not_met')
) AS rules(kind, bit, rule, status);

-- What each product makes of each rule: 0 is for choice and state, 1 for senior, 2 for basic.
CREATE TEMP TABLE benefits AS
SELECT
  kind, bit, product, status,
  'measured/weight-surgery#' || rule AS rule,
  CASE
    WHEN product = 2 THEN 'weight-plan#basic'
    WHEN product = 1 AND kind = 3 AND status = 'medically_necessary' THEN 'weight-plan#senior'
    WHEN status IN ('medically_necessary', 'established') THEN 'weight-plan#covered'
    WHEN status <> 'delegated' THEN 'weight-plan#excluded'
  END AS clause,
  CASE clause
    WHEN 'weight-plan#basic' THEN 'not_covered'
    WHEN 'weight-plan#senior' THEN 'coinsurance_only'
    WHEN 'weight-plan#covered' THEN 'covered'
    WHEN 'weight-plan#excluded' THEN 'not_covered'
    ELSE 'undetermined'
  END AS benefit,
  CASE benefit
    WHEN 'not_covered' THEN 'adverse' WHEN 'undetermined' THEN 'unsettled' ELSE 'favourable'
  END AS disposition
FROM rules CROSS JOIN range(3) AS products(product);

CREATE TEMP TABLE answer_texts AS
SELECT
  128 * product + 32 * kind + possible AS number,
  'addressed' AS routing,
  '2024-01-01' AS version,
  if(count(DISTINCT status) = 1, min(status), 'open') AS status,
  if(count(DISTINCT benefit) = 1, min(benefit), 'open') AS benefit,
  array_to_string(list_sort(list(DISTINCT status || '/' || benefit)), ' or ') AS possible,
  if(count(DISTINCT disposition) = 1, min(disposition), 'open') AS disposition,
  array_to_string(list_sort(list_distinct(list(rule) || list(clause))), ', ') AS decided_by
FROM benefits JOIN range(1, 32) AS sets(possible) ON possible & (1 << bit) > 0
GROUP BY product, kind, sets.possible
UNION ALL
VALUES (0, 'no_version', NULL, 'none', 'undetermined', 'none/undetermined', 'unsettled', '');

CREATE TYPE short_text AS ENUM (
  SELECT DISTINCT unnest([
    routing, version, status, benefit, disposition, 'measured/weight-surgery', 'screening, not a determination'])
  FROM answer_texts WHERE version IS NOT NULL
  UNION SELECT unnest(['no_version', 'none', 'undetermined', 'unsettled'])
);
CREATE TYPE possible_text AS ENUM (SELECT DISTINCT possible FROM answer_texts);
CREATE TYPE decider_text AS ENUM (SELECT DISTINCT decided_by FROM answer_texts);

CREATE TEMP TABLE answers AS
SELECT
  number::USMALLINT AS number,
  'measured/weight-surgery'::short_text AS policy,
  version::short_text AS version,
  routing::short_text AS routing,
  status::short_text AS status,
  benefit::short_text AS benefit,
  possible::possible_text AS possible,
  disposition::short_text AS disposition,
  decided_by::decider_text AS decided_by,
  'screening, not a determination'::short_text AS answer
FROM answer_texts;

WITH kinds AS (
  SELECT
    *,
    CASE
      WHEN cpt = '43644' OR cpt = '43645' OR cpt = '43775' OR cpt = '43846' THEN 0  -- bypass and sleeve
      WHEN cpt = '43290' OR cpt = '43291' OR cpt = '43999' THEN 1  -- newer procedures
      WHEN cpt = '43770' OR cpt = '43773' THEN 2  -- bands
      ELSE 3  -- revisions
    END::UTINYINT AS kind,
    icd10 IN (
      'E66.01', 'E66.2', 'E66.813', 'Z68.35', 'Z68.36', 'Z68.37', 'Z68.38', 'Z68.39', 'Z68.41', 'Z68.42',
      'Z68.43', 'Z68.44', 'Z68.45') AS listed
  FROM claims
), truths AS (
  SELECT
    *,
    date_of_service < DATE '2024-01-01' AS early,
    urgency = 'elective' AND NOT cleared
      AND ((substance_use = 'current' AND psychosis)
        OR (anaesthesia_class >= 4 AND (substance_use = 'current' OR psychosis))) AS hazardous,
    CASE kind
      WHEN 0 THEN age >= 18 AND listed AND diet_months >= 6  -- adult
        AND (bmi >= 40
          OR (bmi >= 35
            AND ((diabetes = 'type_2' AND apnea_index >= 15)
              OR (systolic >= 140 AND (diabetes = 'type_2' OR apnea_index >= 15)))))
      WHEN 1 THEN NOT device_approved AND (evidence = 'series' OR evidence = 'opinion')  -- unproven
        AND (NOT in_study OR study_registered < DATE '2022-01-01')
      WHEN 2 THEN growth_complete AND (reflux = 'c' OR reflux = 'd' OR hernia_cm > 5)  -- band-unsuitable
      ELSE complication <> 'none' AND (imaged OR symptom_weeks >= 2)  -- complication
    END AS first,
    CASE kind
      WHEN 0 THEN age BETWEEN 13 AND 17 AND growth_complete AND percent_of_p95 >= 140  -- adolescent
      WHEN 1 THEN age >= 18 AND bmi >= 30 AND followup  -- delegated
        AND (reflux = 'none' OR reflux = 'a' OR reflux = 'b')
      WHEN 2 THEN listed AND (bmi >= 40 OR (bmi >= 35 AND apnea_index >= 15))  -- band
        AND ((followup AND diet_months >= 6)
          OR (smoking_stopped < DATE '2024-01-01' AND (followup OR diet_months >= 6)))
      ELSE first_surgery >= DATE '2020-01-01' AND regained >= 50  -- regained
        AND (smoking_stopped < DATE '2024-01-01' OR diet_months >= 3)
    END AS second,
    CASE kind
      WHEN 0 THEN diabetes_found < DATE '2019-01-01' AND (hba1c >= 8 OR insulin) AND followup  -- metabolic
      ELSE false
    END AS third
  FROM kinds
), possible AS (
  -- 1 hazardous, 2 the first, 4 the second, 8 the third rule, 16 none of them. A rule that holds ends the
  -- list; one that is unknown adds to it.
  SELECT
    *,
    CASE
      WHEN early THEN 0::USMALLINT
      WHEN hazardous THEN 1::USMALLINT
      ELSE (CASE WHEN hazardous IS NULL THEN 1::USMALLINT ELSE 0::USMALLINT END)
        | CASE WHEN first THEN 2::USMALLINT
          ELSE (CASE WHEN first IS NULL THEN 2::USMALLINT ELSE 0::USMALLINT END)
            | CASE WHEN second THEN 4::USMALLINT
              ELSE (CASE WHEN second IS NULL THEN 4::USMALLINT ELSE 0::USMALLINT END)
                | CASE WHEN third THEN 8::USMALLINT WHEN NOT third THEN 16::USMALLINT ELSE 24::USMALLINT END
              END
          END
    END AS possible
  FROM truths
), asking AS (
  -- A rule's facts are worth asking for while it is unknown and a later outcome has another disposition; those
  -- of an alternative, while no other alternative holds and the rest of it can. One of three facts of which
  -- two have to hold is, unless the other two are known to be alike.
  SELECT
    request_id,
    CASE WHEN early THEN 0::USMALLINT
      ELSE possible + 32::USMALLINT * kind
        + CASE product WHEN 'BASIC' THEN 256::USMALLINT WHEN 'SENIOR' THEN 128::USMALLINT ELSE 0::USMALLINT END
    END AS number,
    CASE
      WHEN product <> 'BASIC' AND CASE kind
        WHEN 0 THEN possible & 14 > 0 AND possible & 17 > 0
        WHEN 3 THEN possible & 2 > 0 AND possible & 21 > 0
        ELSE possible & 4 > 0 AND possible & 19 > 0
      END THEN substr(concat(
        CASE WHEN possible & 1 > 0 THEN concat(
          CASE WHEN urgency IS NULL THEN ', surgery.urgency' END,
          CASE WHEN cleared IS NULL THEN ', specialist.cleared' END,
          CASE WHEN substance_use IS NULL AND (psychosis = (anaesthesia_class >= 4)) IS NOT TRUE
            THEN ', substance.use' END,
          CASE WHEN psychosis IS NULL AND ((substance_use = 'current') = (anaesthesia_class >= 4)) IS NOT TRUE
            THEN ', psychosis.untreated' END,
          CASE WHEN anaesthesia_class IS NULL AND ((substance_use = 'current') = psychosis) IS NOT TRUE
            THEN ', anaesthesia.class' END) END,
        CASE kind
          WHEN 0 THEN concat(
            CASE WHEN age IS NULL AND possible & 6 > 0 AND possible & 16 > 0 THEN ', patient.age' END,
            CASE WHEN possible & 18 = 18 THEN concat(
              CASE WHEN icd10 IS NULL THEN ', diagnosis.code' END,
              CASE WHEN diet_months IS NULL THEN ', diet.months' END,
              CASE WHEN bmi IS NULL THEN ', body.mass' END,
              CASE WHEN (bmi >= 40) IS NOT TRUE THEN concat(
                CASE WHEN diabetes IS NULL AND ((apnea_index >= 15) = (systolic >= 140)) IS NOT TRUE
                  THEN ', diabetes.type' END,
                CASE WHEN apnea_index IS NULL AND ((diabetes = 'type_2') = (systolic >= 140)) IS NOT TRUE
                  THEN ', apnea.index' END,
                CASE WHEN systolic IS NULL AND ((diabetes = 'type_2') = (apnea_index >= 15)) IS NOT TRUE
                  THEN ', pressure.systolic' END) END) END,
            CASE WHEN possible & 20 = 20 THEN concat(
              CASE WHEN growth_complete IS NULL THEN ', growth.complete' END,
              CASE WHEN percent_of_p95 IS NULL THEN ', mass.percentile' END) END,
            CASE WHEN possible & 24 = 24 THEN concat(
              CASE WHEN diabetes_found IS NULL THEN ', diabetes.found' END,
              CASE WHEN hba1c IS NULL AND insulin IS NOT TRUE THEN ', diabetes.hba1c' END,
              CASE WHEN insulin IS NULL AND (hba1c >= 8) IS NOT TRUE THEN ', insulin.needed' END,
              CASE WHEN followup IS NULL THEN ', followup.agreed' END) END)
          WHEN 1 THEN concat(
            CASE WHEN possible & 2 > 0 THEN concat(
              CASE WHEN device_approved IS NULL THEN ', device.approved' END,
              CASE WHEN evidence IS NULL THEN ', evidence.level' END,
              CASE WHEN in_study IS NULL AND (study_registered < DATE '2022-01-01') IS NOT TRUE
                THEN ', study.enrolled' END,
              CASE WHEN study_registered IS NULL AND in_study IS NOT FALSE THEN ', study.registered' END) END,
            CASE WHEN possible & 16 > 0 THEN concat(
              CASE WHEN age IS NULL THEN ', patient.age' END,
              CASE WHEN bmi IS NULL THEN ', body.mass' END,
              CASE WHEN followup IS NULL THEN ', followup.agreed' END,
              CASE WHEN reflux IS NULL THEN ', reflux.grade' END) END)
          WHEN 2 THEN concat(
            CASE WHEN possible & 2 > 0 THEN concat(
              CASE WHEN growth_complete IS NULL THEN ', growth.complete' END,
              CASE WHEN reflux IS NULL AND (hernia_cm > 5) IS NOT TRUE THEN ', reflux.grade' END,
              CASE WHEN hernia_cm IS NULL AND (reflux = 'c' OR reflux = 'd') IS NOT TRUE
                THEN ', hernia.size' END) END,
            CASE WHEN possible & 16 > 0 THEN concat(
              CASE WHEN icd10 IS NULL THEN ', diagnosis.code' END,
              CASE WHEN bmi IS NULL THEN ', body.mass' END,
              CASE WHEN apnea_index IS NULL AND (bmi >= 40) IS NOT TRUE THEN ', apnea.index' END,
              CASE WHEN followup IS NULL
                AND ((diet_months >= 6) = (smoking_stopped < DATE '2024-01-01')) IS NOT TRUE
                THEN ', followup.agreed' END,
              CASE WHEN diet_months IS NULL AND (followup = (smoking_stopped < DATE '2024-01-01')) IS NOT TRUE
                THEN ', diet.months' END,
              CASE WHEN smoking_stopped IS NULL AND (followup = (diet_months >= 6)) IS NOT TRUE
                THEN ', smoking.stopped' END) END)
          ELSE CASE WHEN possible & 20 > 0 THEN concat(
            CASE WHEN complication IS NULL THEN ', complication.kind' END,
            CASE WHEN imaged IS NULL AND (symptom_weeks >= 2) IS NOT TRUE THEN ', complication.imaged' END,
            CASE WHEN symptom_weeks IS NULL AND imaged IS NOT TRUE THEN ', symptoms.weeks' END) END
        END), 3)
      ELSE ''
    END AS questions
  FROM possible
)
SELECT
  request_id, policy, version, routing, status, benefit, possible, disposition, questions, decided_by, answer
FROM asking JOIN answers USING (number);
