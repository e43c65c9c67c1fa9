# What the specs of jobs share: a home of their own for the jobs of this machine.

function Enter-LocalHome {
    Import-Module "$PSScriptRoot/SpecHelpers.psm1" -Force
    $null = Enter-SpecHome
    Import-Module ([IO.Path]::GetFullPath("$PSScriptRoot/../MlOps.psd1"))
}

function Exit-LocalHome {
    Get-MlJob -Status Pending, Running, Stopping | Remove-MlJob -Force -ErrorAction Ignore
    Exit-SpecHome
}

# Starts a job that runs a line of shell script.
function Start-ShellJob([string] $Name, [string] $Script, [hashtable] $Parameter = @{}) {
    Start-MlTrainingJob $Name -Command sh, -c, $Script @Parameter
}
