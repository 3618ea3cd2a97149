-- All columns of a screening. What a row is answered depends on one of ten situations and, in the last, on
-- which of six facts are worth asking; so each row gets a number, and the answers are joined by it. They are
-- ENUMs: one byte for each row until they are written. The join is faster than a CASE for each column.
-- A claim always has a procedure, a product and a date.
CREATE TYPE situation_text AS ENUM (
  SELECT unnest([
    'measured/ablation', '2024-01-01', 'screening, not a determination',
    'no_version', 'addressed',
    'none', 'established', 'criteria_not_met', 'open',
    'undetermined', 'covered', 'not_covered',
    'none/undetermined', 'established/covered', 'established/not_covered',
    'criteria_not_met/covered', 'criteria_not_met/not_covered',
    'criteria_not_met/covered or established/covered',
    'criteria_not_met/not_covered or established/not_covered',
    'criteria_not_met/not_covered or established/covered',
    'unsettled', 'favourable', 'adverse',
    '',
    'measured-plan#federal, measured/ablation#established',
    'measured-plan#federal, measured/ablation#established otherwise',
    'measured-plan#federal, measured/ablation#established, measured/ablation#established otherwise',
    'measured-plan#medicaid, measured/ablation#established',
    'measured-plan#medicaid, measured/ablation#established otherwise',
    'measured-plan#medicaid, measured/ablation#established, measured/ablation#established otherwise',
    'measured-plan#established, measured/ablation#established',
    'measured-plan#established otherwise, measured/ablation#established otherwise',
    'measured-plan#established, measured-plan#established otherwise, measured/ablation#established, measured/ablation#established otherwise'
  ])
);

CREATE TEMP TABLE asked AS
SELECT
  number::UTINYINT AS number,
  concat_ws(', ',
    CASE WHEN number & 1 > 0 THEN 'lesion.count' END,
    CASE WHEN number & 2 > 0 THEN 'lesion.largest' END,
    CASE WHEN number & 4 > 0 THEN 'tumor.metabolically_active' END,
    CASE WHEN number & 8 > 0 THEN 'tumor.resectable' END,
    CASE WHEN number & 16 > 0 THEN 'disease.extrahepatic' END,
    CASE WHEN number & 32 > 0 THEN 'diagnosis.code' END) AS questions
FROM range(64) AS numbers(number);

CREATE TYPE question_text AS ENUM (SELECT questions FROM asked);

CREATE TEMP TABLE answers AS
WITH situations(situation, routing, status, benefit, possible, disposition, decided_by) AS (
  VALUES
    (0, 'no_version', 'none', 'undetermined', 'none/undetermined', 'unsettled', ''),
    (1, 'addressed', 'established', 'covered', 'established/covered', 'favourable',
      'measured-plan#federal, measured/ablation#established'),
    (2, 'addressed', 'criteria_not_met', 'covered', 'criteria_not_met/covered', 'favourable',
      'measured-plan#federal, measured/ablation#established otherwise'),
    (3, 'addressed', 'open', 'covered', 'criteria_not_met/covered or established/covered', 'favourable',
      'measured-plan#federal, measured/ablation#established, measured/ablation#established otherwise'),
    (4, 'addressed', 'established', 'not_covered', 'established/not_covered', 'adverse',
      'measured-plan#medicaid, measured/ablation#established'),
    (5, 'addressed', 'criteria_not_met', 'not_covered', 'criteria_not_met/not_covered', 'adverse',
      'measured-plan#medicaid, measured/ablation#established otherwise'),
    (6, 'addressed', 'open', 'not_covered', 'criteria_not_met/not_covered or established/not_covered', 'adverse',
      'measured-plan#medicaid, measured/ablation#established, measured/ablation#established otherwise'),
    (7, 'addressed', 'established', 'covered', 'established/covered', 'favourable',
      'measured-plan#established, measured/ablation#established'),
    (8, 'addressed', 'criteria_not_met', 'not_covered', 'criteria_not_met/not_covered', 'adverse',
      'measured-plan#established otherwise, measured/ablation#established otherwise'),
    (9, 'addressed', 'open', 'open', 'criteria_not_met/not_covered or established/covered', 'open',
      'measured-plan#established, measured-plan#established otherwise, measured/ablation#established, measured/ablation#established otherwise')
)
SELECT
  (situation + number)::UTINYINT AS situation,
  'measured/ablation'::situation_text AS policy,
  CASE WHEN situation > 0 THEN '2024-01-01'::situation_text END AS version,
  routing::situation_text AS routing,
  status::situation_text AS status,
  benefit::situation_text AS benefit,
  possible::situation_text AS possible,
  disposition::situation_text AS disposition,
  questions::question_text AS questions,
  decided_by::situation_text AS decided_by,
  'screening, not a determination'::situation_text AS answer
FROM situations JOIN asked ON number = 0 OR situation = 9;

WITH criteria AS (
  SELECT *, (cpt = '47370' OR cpt = '47371' OR cpt = '47380' OR cpt = '47382') AS listed FROM claims
), truths AS (
  -- 0 met, 1 not met, 2 unknown. What may be met is looked for first, with what is missing taken as
  -- favourable, and only there what is certainly met: two-valued conditions are faster than three-valued ones.
  SELECT
    *,
    CASE
      WHEN listed
        AND (icd10 = 'C22.0' OR icd10 = 'C22.1' OR icd10 = 'C78.7' OR icd10 = 'C7B.02' OR icd10 IS NULL)
        AND resectable IS NOT TRUE
        AND extrahepatic_disease IS NOT TRUE
        AND ((coalesce(lesion_count, 0) < 2 AND coalesce(max_diameter_cm, 0) <= 4)
          OR metabolically_active IS NOT FALSE)
        THEN CASE
          WHEN icd10 IS NOT NULL
            AND NOT resectable
            AND NOT extrahepatic_disease
            AND ((lesion_count < 2 AND max_diameter_cm <= 4) OR metabolically_active)
            THEN 0::UTINYINT
          ELSE 2::UTINYINT
        END
      ELSE 1::UTINYINT
    END AS truth
  FROM criteria
), situations AS (
  SELECT
    *,
    CASE
      WHEN date_of_service < DATE '2024-01-01' THEN 0::UTINYINT
      WHEN product = 'FEP' AND listed THEN truth + 1::UTINYINT
      WHEN product = 'MEDICAID' THEN truth + 4::UTINYINT
      ELSE truth + 7::UTINYINT
    END AS situation
  FROM truths
), asking AS (
  SELECT
    request_id,
    CASE WHEN situation = 9 THEN situation
      -- One of count and size is worth asking only while the other can still be small enough, and nothing but
      -- these two can decide; activity, while these two do not suffice.
      + CASE WHEN lesion_count IS NULL AND (max_diameter_cm <= 4) IS NOT FALSE
          AND metabolically_active IS NOT TRUE THEN 1::UTINYINT ELSE 0::UTINYINT END
      + CASE WHEN max_diameter_cm IS NULL AND (lesion_count < 2) IS NOT FALSE
          AND metabolically_active IS NOT TRUE THEN 2::UTINYINT ELSE 0::UTINYINT END
      + CASE WHEN metabolically_active IS NULL AND (lesion_count < 2 AND max_diameter_cm <= 4) IS NOT TRUE
          THEN 4::UTINYINT ELSE 0::UTINYINT END
      + CASE WHEN resectable IS NULL THEN 8::UTINYINT ELSE 0::UTINYINT END
      + CASE WHEN extrahepatic_disease IS NULL THEN 16::UTINYINT ELSE 0::UTINYINT END
      + CASE WHEN icd10 IS NULL THEN 32::UTINYINT ELSE 0::UTINYINT END
      ELSE situation
    END AS situation
  FROM situations
)
SELECT
  request_id, policy, version, routing, status, benefit, possible, disposition, questions, decided_by, answer
FROM asking JOIN answers USING (situation);
