# Lists the tests of specs: Discover.ps1 OUTPUT SPEC... A line a test: its file, its id in it, and its full name.

. "$PSScriptRoot/Blocks.ps1"
. "$PSScriptRoot/Should.ps1"

$SpecOutput, $SpecFiles = $args

function Write-SpecTests([hashtable] $SpecNode, [string] $SpecId, [string[]] $SpecNames) {
    if ($SpecNode.Body) { Write-SpecLine $SpecOutput @{ file = $SpecFile; id = $SpecId; name = $SpecNames -join ' > ' } }
    for ($index = 0; $index -lt $SpecNode.Children.Count; $index++) {
        Write-SpecTests $SpecNode.Children[$index] "$SpecId.$index" ($SpecNames + $SpecNode.Children[$index].Name)
    }
}

foreach ($SpecFile in $SpecFiles) {
    try {
        Write-SpecTests (Read-Spec $SpecFile) '' @()
    }
    catch {
        Write-SpecLine $SpecOutput @{ file = $SpecFile; error = "$_`n$($_.ScriptStackTrace)" }
    }
}
