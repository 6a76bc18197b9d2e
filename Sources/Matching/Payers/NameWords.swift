// Words of company names: those that say nothing, and those that are written short.

enum NameWords {
  /// Legal forms, departments and connecting words.
  static func isEmpty(_ word: [UInt8]) -> Bool { empty.contains(word.span) }

  /// One spelling for a word and its usual abbreviations.
  static func plain(_ word: [UInt8]) -> [UInt8] { spellings[word] ?? word }

  /// `SHARED SERVICES CENTRE` at a name's end is a department.
  static func dropSharedServices(from words: inout [[UInt8]]) {
    for phrase in sharedServices where words.count > phrase.count && Array(words.suffix(phrase.count)) == phrase {
      words.removeLast(phrase.count)
      return
    }
  }

  private static let sharedServices = ["SHARED SERVICES CENTRE", "SHARED SERVICES", "SSC"].map { phrase in
    phrase.split(separator: " ").map { Array($0.utf8) }
  }

  private static let empty = WordSet(
    """
    LTD LIMITED PLC LLP LLC LP INC INCORPORATED CORP CORPORATION CO COMPANY CIE GMBH MBH GGMBH UG AG KG KGAA OHG SE EK EG \
    EV SA SAS SASU SARL EURL SCA SCS SNC SCI SRL SRLS SPA SAPA SS BV NV VOF CV AB HB OY OYJ AS ASA APS IS PTY PTE PVT BHD \
    SDN SRO DOO DD KFT ZRT NYRT RT BT SPZOO SP Z OO ZOO OOO OAO ZAO PAO EOOD OOD AD SL SLU SLL LDA LTDA SC CVBA BVBA KK \
    株式会社 有限会社 有限公司 THE AND UND ET Y E OF FOR AP AR DEPT DEPARTMENT DIVISION DIV BRANCH ACCOUNTS ACCOUNT ACCTS \
    ACCT PAYABLE PAYABLES RECEIVABLE TREASURY FINANCE PAYMENTS PAYMENT
    """)

  /// The first word of each row, the usual long one, stands for the others: run together, a name is then still itself.
  private static let spellings: [[UInt8]: [UInt8]] = {
    var table: [[UInt8]: [UInt8]] = [:]
    let rows = """
      INTERNATIONAL INTL INTERNAT INT; NATIONAL NATL; MANUFACTURING MFG MANUF; MANUFACTURERS MFR MANUFACTURER; \
      BROTHERS BROS BRO; ASSOCIATES ASSOC ASSOCS; ASSOCIATION ASSN; SERVICES SVC SVCS SERVICE SERV; \
      ENGINEERING ENG ENGRG ENGR; TECHNOLOGIES TECH TECHNOLOGY TECHN; GROUP GRP GROUPE GRUPPE; \
      HOLDINGS HLDG HOLDING HLDGS; MANAGEMENT MGMT MGT; UNIVERSITY UNIV UNIVERSITAT; DEVELOPMENT DEV DEVELOPMENTS; \
      DISTRIBUTION DIST DISTR DISTRIBUTORS; ELECTRICAL ELEC ELECTRIC ELECTR; INDUSTRIES IND INDS INDUSTRY INDUSTRIAL; \
      SYSTEMS SYS SYSTEM SYST; SOLUTIONS SOL SOLUTION SOLS; PRODUCTS PROD PRODUCT PRODS; CENTRE CTR CENTER CENTR; \
      GEBRUDER GEBR; SAINT ST SANKT; MOUNT MT; CONSTRUCTION CONSTR CONST; EQUIPMENT EQUIP EQPT; \
      LOGISTICS LOG LOGISTIK; TRANSPORT TRANSP TRANSPORTS TRANS; PHARMA PHARM PHARMACEUTICALS PHARMACEUTICAL; \
      CHEMICALS CHEM CHEMICAL; COMMUNICATIONS COMM COMMUNICATION; COUNCIL COUNC CNCL; GOVERNMENT GOVT; HOSPITAL HOSP; \
      INSURANCE INS; INSTITUTE INST; LABORATORIES LAB LABS LABORATORY; MARKETING MKTG; MATERIALS MATL MATERIAL MATLS; \
      PROPERTIES PROP PROPERTY PROPS; PUBLISHING PUB PUBL; RESEARCH RES; GESELLSCHAFT GES; VERWALTUNG VERW; NORTH NTH; \
      SOUTH STH; AUTOMOTIVE AUTO AUTOM; BUILDING BLDG BLDGS; CAPITAL CAP; FINANCIAL FIN; SUPPLIES SUPP SUPPLY; \
      WAREHOUSE WHSE; WORKS WKS; SCHOOL SCH SCHL; SOCIETY SOC; TRUST TRST
      """
    for row in rows.split(separator: ";") {
      let words = row.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) }
      for word in words.dropFirst() { table[word] = words[0] }
    }
    return table
  }()
}
