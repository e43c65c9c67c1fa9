<#
.SYNOPSIS
Runs the specs under Pester 5, in PowerShell itself. `dotnet test` runs the same files without either.
.PARAMETER Report
A file for the results as JUnit XML.
.EXAMPLE
./tests/Invoke-Spec.ps1
#>
[CmdletBinding()]
param([string] $Report)

$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.3 -MaximumVersion 5.99

$configuration = New-PesterConfiguration
$configuration.Run.Path = [IO.Directory]::GetFiles($PSScriptRoot, '*.Tests.ps1')
$configuration.Run.Exit = $true
$configuration.Output.Verbosity = 'Detailed'
if ($Report) {
    $configuration.TestResult.Enabled = $true
    $configuration.TestResult.OutputFormat = 'JUnitXml'
    $configuration.TestResult.OutputPath = $Report
}

Invoke-Pester -Configuration $configuration
