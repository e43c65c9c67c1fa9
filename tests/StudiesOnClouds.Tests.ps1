BeforeAll {
    Import-Module "$PSScriptRoot/StandIn.psm1" -Force
    Enter-StandIn -Cloud SageMaker, Vertex -Account '--job-seconds', '3' -Project '--job-seconds', '3'
    Import-Module "$PSScriptRoot/../MlOps.psd1"
    $clouds = @{
        SageMaker = @{ Image = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/train:1' }
        Vertex = @{ Image = 'europe-west4-docker.pkg.dev/my-project/ml/train:1' }
    }
    $space = [ordered] @{ lr = New-MlRange 1e-5 1e-1 -Log; loss = 'l2', 'smooth_l1'; alpha = New-MlRange 0.1 2 -When @{ loss = 'smooth_l1' } }
    $study = Start-MlTuning shared -Provider SageMaker, Vertex -ProviderParameter $clouds -Command python, train.py -SearchSpace $space -Metric val_loss -MaxTrials 4 -MaxParallel 2 -Seed 3

    # Killed as nothing can be done against, as soon as it has started something.
    while (@(Get-MlTrial shared -Provider SageMaker -Status Running).Count -lt 1) { [Threading.Thread]::Sleep(100) }
    $driver = [Text.Json.Nodes.JsonNode]::Parse([IO.File]::ReadAllText("$env:MLOPS_HOME/studies/shared/driver.json"))['process'].GetValue[int]()
    [Diagnostics.Process]::GetProcessById($driver).Kill()
    do { $interrupted = Get-MlJob shared -Provider Vertex } until ($interrupted.ProviderStatus -eq 'Interrupted')
    $done = Resume-MlTuning shared -Wait
}

AfterAll {
    Get-MlJob shared -Provider SageMaker | Stop-MlJob -PassThru | Wait-MlJob -Timeout 60 | Out-Null
    Exit-StandIn
}

Describe 'A search over both clouds whose process is killed' {
    It 'says so, and how to go on' {
        $interrupted.Status | Should -Be 'Stopped'
        $interrupted.ProviderStatus | Should -Be 'Interrupted'
        $interrupted.StatusMessage | Should -BeLike "*process $driver on *Resume-MlTuning shared*"
    }

    It 'is run to its end by the next one' {
        $done.Status | Should -Be 'Succeeded'
        $done.SucceededTrials | Should -Be 4
        $done.TrialProvider -join ' ' | Should -Be 'SageMaker Vertex'
    }

    It 'starts no trial twice' {
        $started = @(Get-StandInCall CreateTrainingJob -Cloud SageMaker) + @(Get-StandInCall CreateCustomJob -Cloud Vertex)
        $started.Count | Should -Be 4
    }

    It 'has trials on both, with the value that their logs end with' {
        $trials = Get-MlTrial shared -Provider SageMaker
        @($trials | Where-Object Provider -eq SageMaker).Count | Should -BeGreaterThan 0
        @($trials | Where-Object Provider -eq Vertex).Count | Should -BeGreaterThan 0
        foreach ($trial in $trials) {
            $trial.Value | Should -Be 0.1818
            $trial.Step | Should -Be 10
        }
    }

    It 'is one search, whichever provider is asked, and all of them together' {
        (Get-MlJob shared -Provider Vertex).Id | Should -Be $study.Id
        @(Get-MlJob shared -Provider All).Count | Should -Be 1
    }

    It 'gives its jobs the arguments of the contract, and tags by which they are known again' {
        $request = [Text.Json.Nodes.JsonNode]::Parse("$(@(Get-StandInCall CreateCustomJob -Cloud Vertex)[0])")
        $container = $request['jobSpec']['workerPoolSpecs'][0]['containerSpec']
        (@(foreach ($one in $container['command']) { "$one" }) -join ' ') | Should -Be 'python train.py'
        "$($container['args'][0])" | Should -Be '--lr'
        "$($request['labels']['mlops-study'])" | Should -Be $study.Id.Substring(6)
        "$($request['labels']['mlops-trial'])" | Should -Match '^[0-3]$'
    }

    It 'sends nothing that the contracts do not have' {
        "$((Invoke-StandIn violations -Cloud SageMaker).ToJsonString())$((Invoke-StandIn violations -Cloud Vertex).ToJsonString())" | Should -Not -BeLike '*:*'
    }
}
