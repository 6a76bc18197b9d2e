// The columns of the files that are read back.

enum AllocationColumn: Int, CSVColumn {
  case paymentID, bankReference, customerID, invoiceID, applied, discount, adjustment, adjustmentReason, currency,
    matcher, confidence, explanation, company, paid, paymentCurrency, rate, evidenceClass

  var name: String {
    switch self {
    case .paymentID: "payment_id"
    case .bankReference: "bank_reference"
    case .customerID: "customer_id"
    case .invoiceID: "invoice_id"
    case .applied: "applied"
    case .discount: "discount"
    case .adjustment: "adjustment"
    case .adjustmentReason: "adjustment_reason"
    case .currency: "currency"
    case .matcher: "matcher"
    case .confidence: "confidence"
    case .explanation: "explanation"
    case .company: "company"
    case .paid: "paid"
    case .paymentCurrency: "payment_currency"
    case .rate: "rate"
    case .evidenceClass: "evidence_class"
    }
  }

  var isRequired: Bool {
    switch self {
    case .bankReference, .invoiceID, .applied, .discount: true
    default: false
    }
  }
}

enum ExceptionColumn: Int, CSVColumn {
  case paymentID, bankReference, bookingDate, amount, currency, payerName, remittance, customerID, reason, detail,
    nextAction, ageDays, first, firstConfidence, second, secondConfidence, third, thirdConfidence, decision, note,
    decidedBy, openAmount, company, runID, fingerprint, evidenceClasses

  var name: String {
    switch self {
    case .paymentID: "payment_id"
    case .bankReference: "bank_reference"
    case .bookingDate: "booking_date"
    case .amount: "amount"
    case .currency: "currency"
    case .payerName: "payer_name"
    case .remittance: "remittance"
    case .customerID: "customer_id"
    case .reason: "reason"
    case .detail: "detail"
    case .nextAction: "next_action"
    case .ageDays: "age_days"
    case .first: "suggestion_1"
    case .firstConfidence: "confidence_1"
    case .second: "suggestion_2"
    case .secondConfidence: "confidence_2"
    case .third: "suggestion_3"
    case .thirdConfidence: "confidence_3"
    case .decision: "decision"
    case .note: "note"
    case .decidedBy: "decided_by"
    case .openAmount: "open_amount"
    case .company: "company"
    case .runID: "run_id"
    case .fingerprint: "fingerprint"
    case .evidenceClasses: "evidence_classes"
    }
  }

  var isRequired: Bool {
    switch self {
    case .bankReference, .reason, .first: true
    default: false
    }
  }

  static let suggestions: [(text: ExceptionColumn, confidence: ExceptionColumn)] = [
    (.first, .firstConfidence), (.second, .secondConfidence), (.third, .thirdConfidence),
  ]
}

enum TransactionColumn: Int, CSVColumn {
  case paymentID, bankReference, account, statementID, bookingDate, valueDate, amount, currency, direction,
    transactionClass, outcome, openAmount, code, payerName, payerAccount, endToEndID, sourceFile, sourcePosition

  var name: String {
    switch self {
    case .paymentID: "payment_id"
    case .bankReference: "bank_reference"
    case .account: "account"
    case .statementID: "statement_id"
    case .bookingDate: "booking_date"
    case .valueDate: "value_date"
    case .amount: "amount"
    case .currency: "currency"
    case .direction: "direction"
    case .transactionClass: "class"
    case .outcome: "outcome"
    case .openAmount: "open_amount"
    case .code: "code"
    case .payerName: "payer_name"
    case .payerAccount: "payer_account"
    case .endToEndID: "end_to_end_id"
    case .sourceFile: "source_file"
    case .sourcePosition: "source_position"
    }
  }

  var isRequired: Bool {
    switch self {
    case .paymentID, .outcome: true
    default: false
    }
  }
}

enum TrueColumn: Int, CSVColumn {
  case bankReference, amount, currency, kind, scenario, evidence, group, customerID

  var name: String {
    switch self {
    case .bankReference: "bank_reference"
    case .amount: "amount"
    case .currency: "currency"
    case .kind: "kind"
    case .scenario: "scenario"
    case .evidence: "evidence"
    case .group: "group"
    case .customerID: "customer_id"
    }
  }

  var isRequired: Bool {
    switch self {
    case .bankReference, .amount, .kind: true
    default: false
    }
  }
}

enum SplitColumn: Int, CSVColumn {
  case bankReference, invoiceID, applied, discount

  var name: String {
    switch self {
    case .bankReference: "bank_reference"
    case .invoiceID: "invoice_id"
    case .applied: "applied"
    case .discount: "discount"
    }
  }

  var isRequired: Bool { true }
}

enum CalibrationColumn: Int, CSVColumn {
  case kind, payments, wrong, lowest, highest

  var name: String {
    switch self {
    case .kind: "class"
    case .payments: "payments"
    case .wrong: "wrong"
    case .lowest: "lowest"
    case .highest: "highest"
    }
  }

  var isRequired: Bool { self == .kind || self == .payments || self == .wrong }
}
