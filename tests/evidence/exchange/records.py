"""Records of real publications in the two formats, as a database of literature sends them."""

from __future__ import annotations

RIS = """\
TY  - JOUR
AU  - Awad, T
AU  - Thorlund, K
AU  - Gluud, C
PY  - 2009/10/07/
TI  - Cryotherapy for hepatocellular
  carcinoma
JO  - Cochrane Database Syst Rev
IS  - 4
SP  - CD007611
DO  - 10.1002/14651858.CD007611.pub2
UR  - https://pubmed.ncbi.nlm.nih.gov/19821432/
ER  -

TY  - JOUR
A1  - Korpan, NN
Y1  - 1997
T1  - Hepatic cryosurgery for liver metastases. Long-term follow-up
T2  - Ann Surg
VL  - 225
IS  - 2
SP  - 193
EP  - 201
N1  - PMID: 9065296
ER  -
"""

NBIB = """\
PMID- 23740609
OWN - NLM
STAT- MEDLINE
DP  - 2013 Jun 5
TI  - Cryotherapy for liver
      metastases.
LID - 10.1002/14651858.CD009058.pub2 [doi]
FAU - Bala, Malgorzata M
AU  - Bala MM
FAU - Riemsma, Robert P
AU  - Riemsma RP
PT  - Journal Article
PT  - Systematic Review
TA  - Cochrane Database Syst Rev
IP  - 6
PG  - CD009058

PMID- 17473951
DP  - 2007 Jul
TI  - Recurrence and survival outcomes after hepatic resection.
AU  - Niu R
AU  - Yan TD
AU  - Zhu JC
AU  - Black D
PT  - Journal Article
TA  - Ann Surg Oncol
VI  - 14
IP  - 7
PG  - 2078-87
AID - 10.1245/s10434-007-9400-1 [doi]
"""
