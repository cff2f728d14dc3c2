#include "foreign_dcc.h"

namespace chuan::reports::examples {

std::string foreign_dcc() {
    return R"xml(<?xml version="1.0" encoding="UTF-8"?>
<dcc:digitalCalibrationCertificate xmlns:dcc="https://ptb.de/dcc" xmlns:si="https://ptb.de/si" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="https://ptb.de/dcc https://ptb.de/dcc/v3.3.0/dcc.xsd" schemaVersion="3.3.0">
  <dcc:administrativeData>
    <dcc:dccSoftware><dcc:software><dcc:name><dcc:content>Writer</dcc:content></dcc:name><dcc:release>v1.2.3</dcc:release></dcc:software></dcc:dccSoftware>
    <dcc:refTypeDefinitions><dcc:refTypeDefinition><dcc:name><dcc:content>DKD</dcc:content></dcc:name><dcc:namespace>basic</dcc:namespace><dcc:link>https://example.org/basic</dcc:link></dcc:refTypeDefinition></dcc:refTypeDefinitions>
    <dcc:coreData>
      <dcc:countryCodeISO3166_1>DE</dcc:countryCodeISO3166_1>
      <dcc:usedLangCodeISO639_1>de</dcc:usedLangCodeISO639_1><dcc:usedLangCodeISO639_1>en</dcc:usedLangCodeISO639_1>
      <dcc:mandatoryLangCodeISO639_1>de</dcc:mandatoryLangCodeISO639_1>
      <dcc:uniqueIdentifier>urn:uuid:11111111-2222-4333-8444-555555555555</dcc:uniqueIdentifier>
      <dcc:receiptDate>2026-02-27</dcc:receiptDate>
      <dcc:beginPerformanceDate>2026-03-02</dcc:beginPerformanceDate><dcc:endPerformanceDate>2026-03-03</dcc:endPerformanceDate>
      <dcc:performanceLocation>laboratory</dcc:performanceLocation>
      <dcc:issueDate>2026-03-04</dcc:issueDate>
    </dcc:coreData>
    <dcc:items><dcc:item><dcc:name><dcc:content lang="de">Thermometer</dcc:content><dcc:content lang="en">thermometer</dcc:content></dcc:name>
      <dcc:identifications><dcc:identification><dcc:issuer>manufacturer</dcc:issuer><dcc:value>T-1</dcc:value></dcc:identification></dcc:identifications></dcc:item></dcc:items>
    <dcc:calibrationLaboratory><dcc:contact><dcc:name><dcc:content>Labor</dcc:content></dcc:name><dcc:location><dcc:countryCode>DE</dcc:countryCode></dcc:location></dcc:contact><dcc:cryptElectronicSeal>false</dcc:cryptElectronicSeal></dcc:calibrationLaboratory>
    <dcc:respPersons><dcc:respPerson><dcc:person><dcc:name><dcc:content>A. Meyer</dcc:content></dcc:name></dcc:person><dcc:mainSigner>true</dcc:mainSigner></dcc:respPerson></dcc:respPersons>
    <dcc:customer><dcc:name><dcc:content>Kunde</dcc:content></dcc:name><dcc:location><dcc:countryCode>VN</dcc:countryCode></dcc:location></dcc:customer>
    <dcc:statements>
      <dcc:statement refType="basic_decisionRule" id="rule"><dcc:declaration><dcc:content lang="de">Regel</dcc:content><dcc:content lang="en">rule</dcc:content></dcc:declaration></dcc:statement>
      <dcc:statement><dcc:nonSIDefinition>pound per square inch</dcc:nonSIDefinition><dcc:nonSIUnit>|psi</dcc:nonSIUnit></dcc:statement>
    </dcc:statements>
  </dcc:administrativeData>
  <dcc:measurementResults>
    <dcc:measurementResult>
      <dcc:name><dcc:content>Results</dcc:content></dcc:name>
      <dcc:usedMethods><dcc:usedMethod><dcc:name><dcc:content>Comparison</dcc:content></dcc:name></dcc:usedMethod></dcc:usedMethods>
      <dcc:usedSoftware><dcc:software><dcc:name><dcc:content>Evaluator</dcc:content></dcc:name><dcc:release>v4.0</dcc:release></dcc:software></dcc:usedSoftware>
      <dcc:influenceConditions><dcc:influenceCondition><dcc:name><dcc:content>Pressure</dcc:content></dcc:name><dcc:data>
        <dcc:quantity refType="basic_pressure"><si:hybrid><si:real><si:value>101325</si:value><si:unit>\pascal</si:unit></si:real><si:real><si:value>14.696</si:value><si:unit>|psi</si:unit></si:real></si:hybrid></dcc:quantity>
      </dcc:data></dcc:influenceCondition></dcc:influenceConditions>
      <dcc:results><dcc:result><dcc:name><dcc:content>Table</dcc:content></dcc:name><dcc:data>
        <dcc:list>
          <dcc:quantity refType="basic_referenceValue"><si:hybrid>
            <si:realListXMLList><si:valueXMLList>273.15 323.15 373.15</si:valueXMLList><si:unitXMLList>\kelvin</si:unitXMLList></si:realListXMLList>
            <si:realListXMLList><si:valueXMLList>0.00 50.00 100.00</si:valueXMLList><si:unitXMLList>\degreecelsius</si:unitXMLList></si:realListXMLList>
          </si:hybrid></dcc:quantity>
          <dcc:quantity refType="basic_measuredValue">
            <si:realListXMLList><si:valueXMLList>273.20 323.27 373.43</si:valueXMLList><si:unitXMLList>\kelvin</si:unitXMLList></si:realListXMLList>
          </dcc:quantity>
          <dcc:quantity refType="basic_measurementError">
            <si:realListXMLList><si:valueXMLList>0.05 0.12 0.28</si:valueXMLList><si:unitXMLList>\kelvin</si:unitXMLList>
              <si:measurementUncertaintyUnivariateXMLList><si:expandedMUXMLList><si:valueExpandedMUXMLList>0.06</si:valueExpandedMUXMLList><si:coverageFactorXMLList>2</si:coverageFactorXMLList><si:coverageProbabilityXMLList>0.95</si:coverageProbabilityXMLList></si:expandedMUXMLList></si:measurementUncertaintyUnivariateXMLList>
            </si:realListXMLList>
            <dcc:measurementMetaData>
              <dcc:metaData refType="basic_conformity" refId="rule"><dcc:conformityXMLList>pass pass conditionalPass</dcc:conformityXMLList><dcc:data>
                <dcc:quantity refType="basic_toleranceLimitLower"><si:realListXMLList><si:valueXMLList>-0.30 -0.30 -0.30</si:valueXMLList><si:unitXMLList>\kelvin</si:unitXMLList></si:realListXMLList></dcc:quantity>
                <dcc:quantity refType="basic_toleranceLimitUpper"><si:realListXMLList><si:valueXMLList>0.30 0.30 0.30</si:valueXMLList><si:unitXMLList>\kelvin</si:unitXMLList></si:realListXMLList></dcc:quantity>
                <dcc:quantity refType="basic_acceptanceLimitUpper"><si:realListXMLList><si:valueXMLList>0.24 0.24 0.24</si:valueXMLList><si:unitXMLList>\kelvin</si:unitXMLList></si:realListXMLList></dcc:quantity>
              </dcc:data></dcc:metaData>
              <dcc:metaData><dcc:validXMLList>true true false</dcc:validXMLList></dcc:metaData>
            </dcc:measurementMetaData>
          </dcc:quantity>
        </dcc:list>
        <dcc:quantity refType="basic_calibrationValue"><si:real><si:value>20.00</si:value><si:unit>\ohm</si:unit>
          <si:measurementUncertaintyUnivariate><si:coverageIntervalMU><si:valueStandardMU>0.10</si:valueStandardMU><si:intervalMin>19.82</si:intervalMin><si:intervalMax>20.18</si:intervalMax><si:coverageProbability>0.95</si:coverageProbability></si:coverageIntervalMU></si:measurementUncertaintyUnivariate></si:real></dcc:quantity>
        <dcc:quantity refType="basic_nominalValue"><si:real><si:value>20.00</si:value><si:unit>\ohm</si:unit>
          <si:measurementUncertaintyUnivariate><si:expandedMU><si:valueExpandedMU>0.40</si:valueExpandedMU><si:coverageFactor>1.65</si:coverageFactor><si:coverageProbability>0.95</si:coverageProbability></si:expandedMU></si:measurementUncertaintyUnivariate></si:real>
          <dcc:relativeUncertainty><dcc:relativeUncertaintySingle><si:value>0.020</si:value><si:unit>\one</si:unit></dcc:relativeUncertaintySingle></dcc:relativeUncertainty></dcc:quantity>
      </dcc:data></dcc:result></dcc:results>
    </dcc:measurementResult>
  </dcc:measurementResults>
  <dcc:document><dcc:fileName>paper.txt</dcc:fileName><dcc:mimeType>text/plain</dcc:mimeType><dcc:dataBase64>SGVsbG8=</dcc:dataBase64></dcc:document>
</dcc:digitalCalibrationCertificate>
)xml";
}

}  // namespace chuan::reports::examples
