# Runs a spec: Run.ps1 SPEC RESULTS TESTDRIVE. Each test's result is a line in RESULTS; a later line about a test counts.

. "$PSScriptRoot/Blocks.ps1"
. "$PSScriptRoot/Should.ps1"

$SpecFile, $SpecResults, $TestDrive = $args

function Set-ItResult([switch] $Skipped, [string] $Because) {
    throw [Management.Automation.ErrorRecord]::new([Exception]::new($Because), 'SpecSkipped', 'NotSpecified', $null)
}

function Write-SpecResult([string] $SpecId, [string] $Outcome, [string] $Message) {
    Write-SpecLine $SpecResults @{ id = $SpecId; outcome = $Outcome; message = $Message }
}

function Write-SpecError([string] $SpecId, [Management.Automation.ErrorRecord] $SpecError, [string] $SpecWhere) {
    if ($SpecError.FullyQualifiedErrorId -eq 'SpecSkipped') {
        Write-SpecResult $SpecId Skipped $SpecError.Exception.Message
        return
    }

    $id = if ($SpecError.FullyQualifiedErrorId -ne 'SpecAssertion') { " [$($SpecError.FullyQualifiedErrorId)]" }
    $place = $SpecError.ScriptStackTrace -split "`n" -match [regex]::Escape("$SpecFile") -replace '^at .*?, ', 'at '
    $line = if ("$place" -match ': line (\d+)') { ([IO.File]::ReadAllLines($SpecFile))[[int] $Matches[1] - 1].Trim() }
    Write-SpecResult $SpecId Failed "$SpecWhere$($SpecError.Exception.Message)$id`n> $line`n$($place -join "`n")"
}

# Every test of a block and of the blocks in it.
function Get-SpecTest([hashtable] $SpecNode, [string] $SpecId) {
    if ($SpecNode.Body) { @{ Id = $SpecId; Skip = $SpecNode.Skip } }
    for ($index = 0; $index -lt $SpecNode.Children.Count; $index++) { Get-SpecTest $SpecNode.Children[$index] "$SpecId.$index" }
}

function Invoke-SpecTest([hashtable] $SpecNode, [string] $SpecId, [hashtable[]] $SpecChain) {
    if ($null -ne $SpecNode.Data) { $SpecCase = $SpecNode.Data }
    try {
        try {
            $_ = $SpecCase
            . Use-SpecData $SpecNode.Data
            foreach ($SpecStep in $SpecChain.BeforeEach) { $null = . $SpecStep }
            $null = . $SpecNode.Body
        }
        finally {
            foreach ($SpecBlock in $SpecChain[($SpecChain.Count - 1)..0]) { foreach ($SpecStep in $SpecBlock.AfterEach) { $null = . $SpecStep } }
        }

        Write-SpecResult $SpecId Passed
    }
    catch {
        Write-SpecError $SpecId $_
    }
}

# A block runs in a scope of its own, so that what its BeforeAll sets is there for its tests and gone after it.
function Invoke-SpecBlock([hashtable] $SpecNode, [string] $SpecId, [hashtable[]] $SpecChain) {
    $SpecTests = (Get-SpecTest $SpecNode $SpecId).Where{ -not $_.Skip }
    if (-not $SpecTests) { return }

    $SpecChain += $SpecNode
    $SpecWhere = 'BeforeAll: '
    if ($null -ne $SpecNode.Data) { $SpecCase = $SpecNode.Data }
    try {
        try {
            $_ = $SpecCase
            . Use-SpecData $SpecNode.Data
            foreach ($SpecStep in $SpecNode.BeforeAll) { $null = . $SpecStep }
            for ($SpecIndex = 0; $SpecIndex -lt $SpecNode.Children.Count; $SpecIndex++) {
                $SpecChild = $SpecNode.Children[$SpecIndex]
                if (-not $SpecChild.Body) { Invoke-SpecBlock $SpecChild "$SpecId.$SpecIndex" $SpecChain }
                elseif (-not $SpecChild.Skip) { Invoke-SpecTest $SpecChild "$SpecId.$SpecIndex" $SpecChain }
            }

            $SpecWhere = 'AfterAll: '
        }
        finally {
            foreach ($SpecStep in $SpecNode.AfterAll) { $null = . $SpecStep }
        }
    }
    catch {
        # No test of the block can be trusted.
        foreach ($SpecTest in $SpecTests) { Write-SpecError $SpecTest.Id $_ $SpecWhere }
    }
}

$SpecRoot = Read-Spec $SpecFile
foreach ($SpecTest in (Get-SpecTest $SpecRoot '').Where{ $_.Skip }) { Write-SpecResult $SpecTest.Id Skipped 'The spec says -Skip; its name says why.' }
Invoke-SpecBlock $SpecRoot '' @()
