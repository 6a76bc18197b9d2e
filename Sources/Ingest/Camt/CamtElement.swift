import CashModel

/// The elements of camt.052, camt.053 and camt.054 that are read, of all versions; any other element is skipped with
/// everything inside it. Cases carry ISO 20022's own names.
///
/// Compare by `switch` and `if case`, which look at the tag; `==` would compare the names.
enum CamtElement: String, CaseIterable {
  case unknown = ""

  // The three messages; version 1 names them with a suffix.
  case bkToCstmrAcctRpt = "BkToCstmrAcctRpt"
  case bkToCstmrStmt = "BkToCstmrStmt"
  case bkToCstmrDbtCdtNtfctn = "BkToCstmrDbtCdtNtfctn"
  case bkToCstmrAcctRptV01 = "BkToCstmrAcctRptV01"
  case bkToCstmrStmtV01 = "BkToCstmrStmtV01"
  case bkToCstmrDbtCdtNtfctnV01 = "BkToCstmrDbtCdtNtfctnV01"

  // Elements that hold other elements.
  case grpHdr = "GrpHdr"
  case msgPgntn = "MsgPgntn"
  case stmt = "Stmt"
  case rpt = "Rpt"
  case ntfctn = "Ntfctn"
  case stmtPgntn = "StmtPgntn"
  case rptPgntn = "RptPgntn"
  case ntfctnPgntn = "NtfctnPgntn"
  case frToDt = "FrToDt"
  case acct = "Acct"
  case othr = "Othr"
  case prtryAcct = "PrtryAcct"
  case bal = "Bal"
  case cdOrPrtry = "CdOrPrtry"
  case txsSummry = "TxsSummry"
  case ttlNtries = "TtlNtries"
  case ttlCdtNtries = "TtlCdtNtries"
  case ttlDbtNtries = "TtlDbtNtries"
  case ntry = "Ntry"
  case bookgDt = "BookgDt"
  case valDt = "ValDt"
  case bkTxCd = "BkTxCd"
  case domn = "Domn"
  case fmly = "Fmly"
  case amtDtls = "AmtDtls"
  case instdAmt = "InstdAmt"
  case txAmt = "TxAmt"
  case cntrValAmt = "CntrValAmt"
  case ccyXchg = "CcyXchg"
  case chrgs = "Chrgs"
  case rcrd = "Rcrd"
  case ntryDtls = "NtryDtls"
  case btch = "Btch"
  case txDtls = "TxDtls"
  case refs = "Refs"
  case rltdPties = "RltdPties"
  case rltdAgts = "RltdAgts"
  case dbtr = "Dbtr"
  case dbtrAcct = "DbtrAcct"
  case ultmtDbtr = "UltmtDbtr"
  case cdtr = "Cdtr"
  case cdtrAcct = "CdtrAcct"
  case ultmtCdtr = "UltmtCdtr"
  case pty = "Pty"
  case agt = "Agt"
  case dbtrAgt = "DbtrAgt"
  case cdtrAgt = "CdtrAgt"
  case finInstnId = "FinInstnId"
  case clrSysMmbId = "ClrSysMmbId"
  case rmtInf = "RmtInf"
  case rltdRmtInf = "RltdRmtInf"
  case rmtLctnDtls = "RmtLctnDtls"
  case strd = "Strd"
  case rfrdDocInf = "RfrdDocInf"
  case rfrdDocTp = "RfrdDocTp"
  case rfrdDocAmt = "RfrdDocAmt"
  case adjstmntAmtAndRsn = "AdjstmntAmtAndRsn"
  case rmtAmtAndTp = "RmtAmtAndTp"
  case cdtrRefInf = "CdtrRefInf"
  case rtrInf = "RtrInf"
  case rtrRsn = "RtrRsn"

  // Elements whose text is read; a few of them hold elements in some versions and text in others.
  case acctOwnrTxId = "AcctOwnrTxId"
  case acctSvcrRef = "AcctSvcrRef"
  case acctSvcrTxId = "AcctSvcrTxId"
  case addtlInf = "AddtlInf"
  case addtlNtryInf = "AddtlNtryInf"
  case addtlRmtInf = "AddtlRmtInf"
  case addtlTxInf = "AddtlTxInf"
  case amt = "Amt"
  case bban = "BBAN"
  case bic = "BIC"
  case bicfi = "BICFI"
  case br = "Br"
  case ccy = "Ccy"
  case cd = "Cd"
  case cdtDbtInd = "CdtDbtInd"
  case cdtNoteAmt = "CdtNoteAmt"
  case cdtrRef = "CdtrRef"
  case chqNb = "ChqNb"
  case chrgInclInd = "ChrgInclInd"
  case chrgBr = "ChrgBr"
  case clrSysRef = "ClrSysRef"
  case creDtTm = "CreDtTm"
  case dscntApldAmt = "DscntApldAmt"
  case dt = "Dt"
  case dtTm = "DtTm"
  case duePyblAmt = "DuePyblAmt"
  case elctrncSeqNb = "ElctrncSeqNb"
  case endToEndId = "EndToEndId"
  case iban = "IBAN"
  case id = "Id"
  case instrId = "InstrId"
  case lastPgInd = "LastPgInd"
  case lglSeqNb = "LglSeqNb"
  case mktInfrstrctrTxId = "MktInfrstrctrTxId"
  case mmbId = "MmbId"
  case mndtId = "MndtId"
  case msgId = "MsgId"
  case nb = "Nb"
  case nbOfNtries = "NbOfNtries"
  case nbOfTxs = "NbOfTxs"
  case nm = "Nm"
  case ntryRef = "NtryRef"
  case pgNb = "PgNb"
  case pmtInfId = "PmtInfId"
  case prcgId = "PrcgId"
  case prtry = "Prtry"
  case ref = "Ref"
  case rfrdDocNb = "RfrdDocNb"
  case rfrdDocRltdDt = "RfrdDocRltdDt"
  case rltdDt = "RltdDt"
  case rmtdAmt = "RmtdAmt"
  case rmtId = "RmtId"
  case rmtLctnElctrncAdr = "RmtLctnElctrncAdr"
  case elctrncAdr = "ElctrncAdr"
  case rsn = "Rsn"
  case rvslInd = "RvslInd"
  case srcCcy = "SrcCcy"
  case sts = "Sts"
  case subFmlyCd = "SubFmlyCd"
  case sum = "Sum"
  case toDtTm = "ToDtTm"
  case tp = "Tp"
  case ttlAmt = "TtlAmt"
  case ttlChrgsAndTaxAmt = "TtlChrgsAndTaxAmt"
  case txId = "TxId"
  case uetr = "UETR"
  case unitCcy = "UnitCcy"
  case upic = "UPIC"
  case ustrd = "Ustrd"
  case xchgRate = "XchgRate"

  static let named: [String: CamtElement] = {
    var table: [String: CamtElement] = [:]
    for element in allCases { table[element.rawValue] = element }
    table[""] = nil
    return table
  }()

  /// Which format a message's root element stands for; nil for any other element.
  var format: BankFileFormat? {
    switch self {
    case .bkToCstmrAcctRpt, .bkToCstmrAcctRptV01: .camt052
    case .bkToCstmrStmt, .bkToCstmrStmtV01: .camt053
    case .bkToCstmrDbtCdtNtfctn, .bkToCstmrDbtCdtNtfctnV01: .camt054
    default: nil
    }
  }

  /// Elements whose place in the file is reported.
  var hasPosition: Bool {
    switch self {
    case .stmt, .rpt, .ntfctn, .bal, .txsSummry, .ntry, .txDtls: true
    default: false
    }
  }

  /// Elements that mean nothing where they do not open a region: those nobody reads, and those out of place.
  var isSkippedInside: Bool {
    switch self {
    case .unknown, .grpHdr, .stmt, .rpt, .ntfctn, .acct, .bal, .txsSummry, .ntry, .ntryDtls, .txDtls, .btch, .bkTxCd,
      .amtDtls, .chrgs, .refs, .rltdPties, .rltdAgts, .rmtInf, .strd, .rtrInf:
      true
    default: format != nil
    }
  }
}
